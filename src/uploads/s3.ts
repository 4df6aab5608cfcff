import { S3Client } from "bun";
import { moving, whileItMoves } from "./moving.ts";
import { StorageAway, type Store } from "./store.ts";

/** How long any one answer of the store may take, in milliseconds. */
const DEADLINE = 10_000;

/** Files in a bucket of an S3 store, at `https://key:secret@host/bucket`; `?region=` where the store asks for one. */
export function s3Store(address: string, deadline = DEADLINE): Store {
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
      await inTime(bucket.write(name, bytes, { type: "image/webp" }), deadline);
    },
    async get(name) {
      const asked = bucket.file(name).bytes();
      const bytes = await inTime(
        asked.catch((error) => nothingThere(error)),
        deadline,
      );
      return bytes && new Uint8Array(bytes);
    },
    async putParts(name, parts) {
      const moved = moving(parts);
      const options = { type: "application/zip", queueSize: 1 };
      await whileItMoves(bucket.write(name, new Response(moved.stream), options), moved, deadline);
      return moved.size;
    },
    async open(name) {
      const there = await inTime(bucket.exists(name), deadline);
      return there ? (bucket.file(name).stream() as ReadableStream<Uint8Array<ArrayBuffer>>) : null;
    },
    async remove(name) {
      await inTime(bucket.delete(name), deadline);
    },
    async *list() {
      for (let startAfter: string | undefined; ; ) {
        const { contents = [], isTruncated } = await inTime(bucket.list({ startAfter }), deadline);
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

function nothingThere(error: { code?: string }): null {
  if (error.code === "NoSuchKey") return null;
  throw error;
}

/** What the store answers, unless it refuses, cannot be reached or says nothing until the deadline. */
function inTime<T>(answer: Promise<T>, deadline: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new StorageAway("no answer in time")), deadline);
    answer
      .then(resolve, (error) => reject(new StorageAway(error.code ?? "fault")))
      .finally(() => clearTimeout(timer));
  });
}
