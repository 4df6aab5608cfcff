import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { PassThrough, Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

/** What the manifest says of a file: its place in the backup, and its size and SHA-256 as it lies there. */
export interface StoredFile {
  path: string;
  bytes: number;
  sha256: string;
}

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The key that `BACKUP_KEY` stands for, for one purpose. */
export const keyFor = (secret: string, purpose: "files" | "manifest"): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "", `microblog backup ${purpose}`, 32));

/** Writes what `content` yields to `path` within `folder`, compressed, and encrypted when there is a secret. */
export async function storeFile(
  folder: string,
  path: string,
  content: AsyncIterable<string | Uint8Array>,
  secret: string | undefined,
): Promise<StoredFile> {
  const target = `${folder}/${path}`;
  await mkdir(dirname(target), { recursive: true });
  const counter = new Counter();
  await pipeline(
    Readable.from(content, { objectMode: true }),
    createGzip({ level: 6 }),
    secret ? sealing(secret) : new PassThrough(),
    counter,
    createWriteStream(target),
  );
  return { path, ...counter.result() };
}

/** The content of a stored file. Throws when it was not written with this secret, or was changed. */
export function openFile(folder: string, file: StoredFile, secret: string | undefined): Readable {
  const source = createReadStream(`${folder}/${file.path}`);
  const plain = createGunzip();
  pipeline(source, secret ? unsealing(secret, file.bytes) : new PassThrough(), plain).catch((error) =>
    plain.destroy(error),
  );
  return plain;
}

/** Its lines, for a file of text. Only a line feed ends one: `node:readline` also breaks them at U+2028, which people write. */
export async function* linesOf(
  folder: string,
  file: StoredFile,
  secret: string | undefined,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of openFile(folder, file, secret)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

/** Whether the file lies there as the manifest says. */
export async function isWhole(folder: string, file: StoredFile): Promise<boolean> {
  const counter = new Counter();
  try {
    await pipeline(createReadStream(`${folder}/${file.path}`), counter, async (bytes) => {
      for await (const _ of bytes);
    });
  } catch {
    return false;
  }
  const { bytes, sha256 } = counter.result();
  return bytes === file.bytes && sha256 === file.sha256;
}

/** Counts and hashes what passes. */
class Counter extends Transform {
  private bytes = 0;
  private readonly hash = createHash("sha256");

  override _transform(chunk: Buffer, _: string, done: (error: null, chunk: Buffer) => void) {
    this.bytes += chunk.length;
    this.hash.update(chunk);
    done(null, chunk);
  }

  result() {
    return { bytes: this.bytes, sha256: this.hash.digest("hex") };
  }
}

/** Encrypts: the initialisation vector, the ciphertext, the tag. */
function sealing(secret: string): Transform {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyFor(secret, "files"), iv);
  let begun = false;
  return new Transform({
    transform(chunk, _, done) {
      if (!begun) this.push(iv);
      begun = true;
      done(null, cipher.update(chunk));
    },
    flush(done) {
      if (!begun) this.push(iv);
      this.push(cipher.final());
      this.push(cipher.getAuthTag());
      done();
    },
  });
}

/** Decrypts a file of so many bytes. */
function unsealing(secret: string, bytes: number): Transform {
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  let left = bytes - IV_BYTES - TAG_BYTES;
  let decipher: ReturnType<typeof createDecipheriv> | undefined;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      let rest = chunk;
      if (!decipher) {
        head = Buffer.concat([head, rest]);
        if (head.length < IV_BYTES) return done();
        decipher = createDecipheriv(CIPHER, keyFor(secret, "files"), head.subarray(0, IV_BYTES));
        rest = head.subarray(IV_BYTES);
      }
      const sealed = rest.subarray(0, Math.max(left, 0));
      left -= sealed.length;
      tail = Buffer.concat([tail, rest.subarray(sealed.length)]);
      done(null, sealed.length > 0 ? decipher.update(sealed) : undefined);
    },
    flush(done) {
      try {
        if (!decipher) throw new Error("empty");
        (decipher as ReturnType<typeof createDecipheriv> & { setAuthTag(tag: Buffer): void }).setAuthTag(
          tail,
        );
        done(null, decipher.final());
      } catch {
        done(new Error("A file of the backup was not written with this key."));
      }
    },
  });
}
