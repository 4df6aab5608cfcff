import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

interface Circumstances {
  /** Where the browser says that it is. */
  origin?: string;
  /** Whose site the authenticator thinks it is. */
  party?: string;
  counter?: number;
  /** Whether the person unlocked it. */
  verified?: boolean;
}

const HERE = { origin: "http://localhost", party: "localhost", counter: 0, verified: true };
const PRESENT = 0x01;
const VERIFIED = 0x04;
const WITH_KEY = 0x40;

/** An authenticator made of software, with one passkey: it signs whatever it is told to. */
export function softPasskey() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(16);
  const key = bytes(
    "a5010203262001215820",
    Buffer.from(x, "base64url"),
    "225820",
    Buffer.from(y, "base64url"),
  );
  const shared = { id: text(id), rawId: text(id), type: "public-key", clientExtensionResults: {} };

  return {
    id: text(id),

    /** What a browser answers that was asked for a new passkey. */
    made(challenge: string, how: Circumstances = {}): string {
      const { party, counter, verified } = { ...HERE, ...how };
      const about = authenticatorData(party, counter, flags(verified) | WITH_KEY);
      const data = bytes(about, Buffer.alloc(16), "0010", id, key);
      const attestation = bytes(
        "a363666d74646e6f6e656761747453746d74a068617574684461746158",
        [data.length],
        data,
      );
      const response = {
        clientDataJSON: text(clientData("webauthn.create", challenge, how)),
        attestationObject: text(attestation),
        transports: ["internal"],
      };
      return JSON.stringify({ ...shared, response });
    },

    /** What a browser answers that was asked to have this challenge signed. */
    signed(challenge: string, how: Circumstances = {}): string {
      const { party, counter, verified } = { ...HERE, ...how };
      const data = authenticatorData(party, counter, flags(verified));
      const client = clientData("webauthn.get", challenge, how);
      const signature = sign("sha256", bytes(data, sha256(client)), privateKey);
      const response = {
        clientDataJSON: text(client),
        authenticatorData: text(data),
        signature: text(signature),
      };
      return JSON.stringify({ ...shared, response });
    },
  };
}

const text = (data: Uint8Array) => Buffer.from(data).toString("base64url");
const sha256 = (data: Uint8Array | string) => createHash("sha256").update(data).digest();
const flags = (verified: boolean) => PRESENT | (verified ? VERIFIED : 0);

const clientData = (type: string, challenge: string, { origin = HERE.origin }: Circumstances) =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

function authenticatorData(party: string, counter: number, flags: number): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return bytes(sha256(party), [flags], count);
}

/** Joins them; texts are hexadecimal. */
const bytes = (...parts: (string | number[] | Uint8Array)[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "hex") : Buffer.from(part))),
  );
