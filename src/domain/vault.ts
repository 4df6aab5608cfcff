import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { env } from "../env.ts";
import { keptKey } from "./kept-key.ts";

/*
 * Secrets that must be read again, sealed with AES-256-GCM under a key derived from SECRET_KEY. What is sealed names its
 * key, so that the key can be changed: SECRET_KEY_OLD still opens, SECRET_KEY seals. See docs/security.md.
 */

/** For development: made once and kept beside what it seals, which protects nothing. */
const HOMEMADE = "secret-key";

interface Key {
  /** Tells keys apart and nothing about them. */
  id: string;
  bytes: Buffer;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Whether there is a key to seal with. Without one in production, what needs it says which variable to set. */
export const canSeal = (): boolean => env.SECRET_KEY !== undefined || !env.production;

/** Seals a text for this person: nobody else's row can open it. */
export async function seal(text: string, person: number): Promise<string> {
  const [key] = await keys();
  if (key === undefined) throw new Error("SECRET_KEY is not set.");
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, iv).setAAD(Buffer.from(String(person)));
  const sealed = Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${key.id}.${sealed.toString("base64url")}`;
}

/** What was sealed for this person; null when its key is gone or somebody changed it. */
export async function unseal(sealed: string, person: number): Promise<string | null> {
  const [id, body = ""] = sealed.split(".");
  const key = (await keys()).find((each) => each.id === id);
  if (key === undefined) return null;
  const bytes = Buffer.from(body, "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key.bytes, bytes.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(String(person)))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
  } catch {
    return null;
  }
}

/** Whether it was sealed with a key that is on its way out. */
export async function isSealedByOldKey(sealed: string): Promise<boolean> {
  const [key] = await keys();
  return key !== undefined && !sealed.startsWith(`${key.id}.`);
}

/** The key that seals, then the one that only opens. */
async function keys(): Promise<Key[]> {
  const { SECRET_KEY, SECRET_KEY_OLD, production } = env;
  const secret = SECRET_KEY ?? (production ? undefined : await keptKey(HOMEMADE));
  return [secret, SECRET_KEY_OLD].filter((each) => each !== undefined).map(derive);
}

function derive(secret: string): Key {
  const bytes = Buffer.from(hkdfSync("sha256", secret, "", "microblog: second factors", 32));
  return { bytes, id: createHash("sha256").update(bytes).digest("hex").slice(0, 8) };
}
