import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import S3rver from "s3rver";
import { folderStore } from "../../src/uploads/folder.ts";
import { s3Store } from "../../src/uploads/s3.ts";
import { StorageAway, type Store, type StoredFile } from "../../src/uploads/store.ts";
import { freePort } from "../support/app-process.ts";

const folder = await mkdtemp(join(tmpdir(), "microblog-uploads-"));
const bucket = await mkdtemp(join(tmpdir(), "microblog-bucket-"));
const PORT = Number(freePort());

const server = new S3rver({
  ...{ address: "127.0.0.1", port: PORT, silent: true, directory: bucket },
  configureBuckets: [{ name: "pictures", configs: [] }],
});

beforeAll(async () => void (await server.run()));
afterAll(async () => {
  await server.close();
  await Promise.all([folder, bucket].map((path) => rm(path, { recursive: true, force: true })));
});

const stores: [name: string, store: Store][] = [
  ["a folder", folderStore(join(folder, "made", "when", "needed"))],
  ["an S3 store", s3Store(`http://S3RVER:S3RVER@127.0.0.1:${PORT}/pictures`)],
];

async function all(store: Store): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for await (const part of store.list()) files.push(...part);
  return files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const bytes = (...values: number[]) => new Uint8Array(values);

describe.each(stores)("%s", (_, store) => {
  test("is empty at first", async () => {
    expect(await all(store)).toEqual([]);
    expect(await store.get("avatars/aa-96.webp")).toBeNull();
  });

  test("gives back what was put", async () => {
    await store.put("avatars/aa-96.webp", bytes(0, 1, 254, 255));
    await store.put("avatars/bb-400.webp", bytes(7));
    expect(await store.get("avatars/aa-96.webp")).toEqual(bytes(0, 1, 254, 255));
    expect(await store.get("avatars/bb-400.webp")).toEqual(bytes(7));
  });

  test("lists it, with its time", async () => {
    const files = await all(store);
    expect(files.map(({ name }) => name)).toEqual(["avatars/aa-96.webp", "avatars/bb-400.webp"]);
    for (const { writtenAt } of files) expect(Date.now() - writtenAt.getTime()).toBeLessThan(60_000);
  });

  test("keeps what comes in parts, and gives it back in parts", async () => {
    const parts = Array.from({ length: 200 }, (_, n) => new Uint8Array(65_536).fill(n));
    let asked = 0;
    async function* slowly() {
      for (const part of parts) {
        asked++;
        yield part;
      }
    }
    const name = `exports/${"ab".repeat(16)}.zip`;
    expect(await store.putParts(name, slowly())).toBe(200 * 65_536);
    expect(asked).toBe(200);
    const opened = await store.open(name);
    const got = new Uint8Array(await new Response(opened).arrayBuffer());
    expect(Buffer.compare(got, Buffer.concat(parts))).toBe(0);
    await store.remove(name);
    expect(await store.open(name)).toBeNull();
  });

  test("keeps nothing of what breaks off", async () => {
    async function* broken() {
      yield bytes(1, 2, 3);
      throw new Error("the database is away");
    }
    const name = `exports/${"cd".repeat(16)}.zip`;
    await expect(store.putParts(name, broken())).rejects.toThrow("the database is away");
    expect(await store.open(name)).toBeNull();
    expect((await all(store)).map((file) => file.name)).toEqual([
      "avatars/aa-96.webp",
      "avatars/bb-400.webp",
    ]);
  });

  test("removes it, as often as one likes", async () => {
    await store.remove("avatars/aa-96.webp");
    await store.remove("avatars/aa-96.webp");
    expect(await store.get("avatars/aa-96.webp")).toBeNull();
    expect((await all(store)).map(({ name }) => name)).toEqual(["avatars/bb-400.webp"]);
  });
});

describe("a folder", () => {
  const store = folderStore(folder);

  test.each(["../secret", "avatars/../../etc/passwd", "/etc/passwd", "avatars/aa-96.webp\0.png", ""])(
    "reads and writes nothing called %p",
    async (name) => {
      await expect(store.put(name, bytes(1))).rejects.toThrow("a name of ours");
      await expect(store.get(name)).rejects.toThrow("a name of ours");
    },
  );

  test("lists more than it tells at once", async () => {
    const many = folderStore(join(folder, "many"));
    const names = Array.from({ length: 600 }, (_, n) => `avatars/${(n + 4096).toString(16)}-96.webp`);
    await Promise.all(names.map((name) => many.put(name, bytes(1))));
    expect(await all(many)).toHaveLength(600);
  });

  test("leaves nothing unfinished behind", async () => {
    await Promise.all(Array.from({ length: 20 }, () => store.put("avatars/cc-96.webp", bytes(1, 2, 3))));
    expect(await readdir(join(folder, "avatars"))).toEqual(["cc-96.webp"]);
  });

  test("tells of files that were left in the middle of being written", async () => {
    const path = join(folder, "avatars", "dd-96.webp.half");
    await writeFile(path, "x");
    await utimes(path, new Date(0), new Date(0));
    expect(await all(store)).toContainEqual({ name: "avatars/dd-96.webp.half", writtenAt: new Date(0) });
  });
});

/** s3rver cannot make the token of a list that goes on (it asks for DES, which no present OpenSSL has): so, two answers. */
test("an S3 store is asked for its list until that ends", async () => {
  const answers = new Map([
    [null, `<IsTruncated>true</IsTruncated><Contents><Key>avatars/aa-96.webp</Key></Contents>`],
    [
      "avatars/aa-96.webp",
      `<IsTruncated>false</IsTruncated><Contents><Key>avatars/bb-96.webp</Key></Contents>`,
    ],
  ]);
  await using stub = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request) {
      const part = answers.get(new URL(request.url).searchParams.get("start-after"));
      const xml = `<?xml version="1.0"?><ListBucketResult><Name>pictures</Name>${part}</ListBucketResult>`;
      return new Response(xml, { headers: { "Content-Type": "application/xml" } });
    },
  });
  const files = await all(s3Store(`http://key:secret@127.0.0.1:${stub.port}/pictures`));
  expect(files.map(({ name }) => name)).toEqual(["avatars/aa-96.webp", "avatars/bb-96.webp"]);
});

test("an S3 store that is not there is a fault, not an empty one", async () => {
  const nowhere = s3Store("http://key:secret@127.0.0.1:1/pictures");
  await expect(nowhere.get("avatars/aa-96.webp")).rejects.toThrow(StorageAway);
});

test("an S3 store that does not know us is a fault too", async () => {
  const stranger = s3Store(`http://somebody:else@127.0.0.1:${PORT}/pictures`);
  await expect(stranger.put("avatars/ee-96.webp", bytes(1))).rejects.toThrow(StorageAway);
});

test("an S3 store that says nothing is away after a while", async () => {
  await using silent = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () => new Promise<Response>(() => {}),
  });
  const store = s3Store(`http://key:secret@127.0.0.1:${silent.port}/pictures`, 200);
  const began = performance.now();
  await expect(store.get("avatars/aa-96.webp")).rejects.toThrow(StorageAway);
  await expect(store.put("avatars/aa-96.webp", bytes(1))).rejects.toThrow(StorageAway);
  async function* parts() {
    yield bytes(1);
  }
  await expect(store.putParts("exports/aa.zip", parts())).rejects.toThrow(StorageAway);
  await expect(store.open("exports/aa.zip")).rejects.toThrow(StorageAway);
  expect(performance.now() - began).toBeLessThan(2000);
  silent.stop(true);
});
