import { S3Client } from "bun";
import type { Store } from "./storage.ts";

/** Files in a bucket of an S3 store, at `https://key:secret@host/bucket`; `?region=` where the store asks for one. */
export function s3Store(address: string): Store {
  const { origin, username, password, pathname, searchParams } = new URL(address);
  const bucket = new S3Client({
    endpoint: origin,
    accessKeyId: decodeURIComponent(username),
    secretAccessKey: decodeURIComponent(password),
    bucket: pathname.slice(1),
    region: searchParams.get("region") ?? undefined,
  });
  return {
    async put(name, bytes) {
      await bucket.write(name, bytes, { type: "image/webp" });
    },
    async get(name) {
      const bytes = await bucket
        .file(name)
        .bytes()
        .catch((error: { code?: string }) => {
          if (error.code === "NoSuchKey") return null;
          throw error;
        });
      return bytes && new Uint8Array(bytes);
    },
    async remove(name) {
      await bucket.delete(name);
    },
    async *list() {
      for (let startAfter: string | undefined; ; ) {
        const { contents = [], isTruncated } = await bucket.list({ startAfter });
        yield contents.map(({ key, lastModified }) => ({
          name: key,
          writtenAt: new Date(lastModified ?? Date.now()),
        }));
        startAfter = contents.at(-1)?.key;
        if (!isTruncated || !startAfter) return;
      }
    },
  };
}
