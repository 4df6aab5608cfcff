import { afterAll, afterEach, describe, expect, test } from "bun:test";
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backUp, removeOldBackups, type Uploads } from "../../db/backup/back-up.ts";
import { NoBackup, readManifest, writeManifest } from "../../db/backup/manifest.ts";
import { restore } from "../../db/backup/restore.ts";
import { migrate } from "../../db/migrate.ts";
import { createDatabase } from "../../db/private-server.ts";
import { signUp } from "../../src/domain/accounts.ts";
import { follow } from "../../src/domain/follows.ts";
import { publish } from "../../src/domain/posts.ts";
import { startSession } from "../../src/domain/sessions.ts";
import { env } from "../../src/env.ts";
import { ask, everything } from "../support/everything.ts";
import { PASSWORD, people } from "../support/people.ts";

const SECRET = "a key of at least thirty-two characters";
const directory = await mkdtemp(join(tmpdir(), "microblog-backup-"));
const elsewhere = new URL(env.DATABASE_URL);
elsewhere.pathname += "_restored";

afterEach(() => ask(`drop database if exists ${elsewhere.pathname.slice(1)}`));
afterAll(() => rm(directory, { recursive: true }));

/** People, posts in several scripts, follows, a session (with bytes in its row) and jobs that wait. */
async function aWorld() {
  const { ada, grace } = await people();
  await signUp({ username: "mary", email: "mary@example.org", password: PASSWORD, name: "Mary \\ 'O\" \n" });
  await follow(grace, ada);
  const apart = "lines\u2028apart\u2029by\u0085all\u000bthat\fdoes\rso";
  for (const body of ["Hello\nworld", "السلام عليكم", "🦊 \\' \" ; drop table posts", "\u0001\u0002", apart])
    await publish(ada, { body, key: body });
  await startSession(ada.id, { remember: true, userAgent: "Browser", address: "192.0.2.7" });
  return { ada, grace };
}

const make = (options: { secret?: string; uploads?: Uploads } = {}) =>
  backUp({ url: env.DATABASE_URL, directory, version: "1.2.3", ...options });

async function restored(folder: string, options: { secret?: string; uploads?: Uploads } = {}) {
  await createDatabase(elsewhere.href);
  await restore({ url: elsewhere.href, folder, ...options });
  return everything(elsewhere.href);
}

/** Uploads in memory. */
function uploadsOf(content: Record<string, string>) {
  const kept = new Map(Object.entries(content).map(([key, text]) => [key, Buffer.from(text)]));
  const uploads: Uploads = {
    async *keys() {
      yield* kept.keys();
    },
    read: async (key) => kept.get(key) ?? null,
    write: async (key, bytes) => void kept.set(key, Buffer.from(bytes)),
  };
  return { kept, uploads };
}

describe("a backup", () => {
  test.each([
    ["in the clear", undefined],
    ["encrypted", SECRET],
  ])("%s brings every row of every table back", async (_, secret) => {
    await aWorld();
    const before = await everything(env.DATABASE_URL);

    const folder = await make({ secret });

    expect(await restored(folder, { secret })).toEqual(before);
    expect(before.posts).toHaveLength(5);
    expect(before.sessions).toHaveLength(1);
  });

  test("brings the uploads back", async () => {
    await people();
    const source = uploadsOf({ "a.webp": "picture", "b.webp": "" });
    const folder = await make({ secret: SECRET, uploads: source.uploads });

    const target = uploadsOf({});
    await restored(folder, { secret: SECRET, uploads: target.uploads });

    expect(target.kept).toEqual(source.kept);
  });

  test("shows one moment, however much is written meanwhile", async () => {
    const { ada } = await aWorld();
    let writing = true;
    const writer = (async () => {
      for (let n = 0; writing; n++) await publish(ada, { body: `Post ${n}` });
    })();
    const folder = await make();
    writing = false;
    await writer;

    const { posts, users } = await restored(folder);

    const row = users?.map((text) => JSON.parse(text)).find((user) => user.username === "ada");
    expect(row.posts_count).toBe(posts?.length);
  });

  test("that is encrypted holds nothing that can be read", async () => {
    await aWorld();
    const folder = await make({ secret: SECRET });
    for (const name of await readdir(folder, { recursive: true, withFileTypes: true }))
      if (name.isFile())
        expect(await readFile(join(name.parentPath, name.name), "latin1")).not.toMatch(
          /Lovelace|example\.org|Hello|argon2/,
        );
  });

  test("can be had by its key only", async () => {
    await people();
    const folder = await make({ secret: SECRET });
    await createDatabase(elsewhere.href);
    const attempt = (secret?: string) => restore({ url: elsewhere.href, folder, secret });

    await expect(attempt()).rejects.toThrow("set BACKUP_KEY");
    await expect(attempt("another key of thirty-two characters or so")).rejects.toThrow(NoBackup);
    const forged = { ...(await readManifest(folder, SECRET)), encrypted: false };
    await writeManifest(folder, forged, undefined);
    await expect(attempt(SECRET)).rejects.toThrow("is not encrypted");
    expect(await ask("show tables", elsewhere.href)).toEqual([]);
  });

  test.each([
    ["a row was added", (folder: string) => appendFile(`${folder}/tables/users`, "x"), "was changed"],
    ["a table is missing", (folder: string) => rm(`${folder}/tables/posts`), "is missing"],
    ["the manifest is none", (folder: string) => writeFile(`${folder}/manifest.json`, "{}"), "is no backup"],
    [
      "the manifest is broken off",
      (folder: string) => writeFile(`${folder}/manifest.json`, '{"manifest":"{"}'),
      "is no backup",
    ],
    ["the manifest is missing", (folder: string) => rm(`${folder}/manifest.json`), "is no backup"],
  ])("is refused when %s, before anything is changed", async (_, spoil, words) => {
    await aWorld();
    const folder = await make();
    await spoil(folder);
    await createDatabase(elsewhere.href);

    await expect(restore({ url: elsewhere.href, folder })).rejects.toThrow(words);
    expect(await ask("show tables", elsewhere.href)).toEqual([]);
  });

  test("is kept out of a database that has rows, unless they may be lost", async () => {
    await aWorld();
    const folder = await make();
    await createDatabase(elsewhere.href);
    await migrate(elsewhere.href);
    await ask("insert into settings values ('a', 'b')", elsewhere.href);

    await expect(restore({ url: elsewhere.href, folder })).rejects.toThrow("settings has rows");
    expect(await ask("select * from settings", elsewhere.href)).toHaveLength(1);

    await restore({ url: elsewhere.href, folder, overwrite: true });
    expect(await everything(elsewhere.href)).toEqual(await everything(env.DATABASE_URL));
  });

  test("of a later version is refused before anything is changed, also where all may be lost", async () => {
    await aWorld();
    const folder = await make();
    const manifest = await readManifest(folder, undefined);
    await writeManifest(folder, { ...manifest, version: "9.1.0", migration: "9999_later" }, undefined);
    await createDatabase(elsewhere.href);
    await migrate(elsewhere.href);
    await ask("insert into settings values ('a', 'b')", elsewhere.href);

    const attempt = restore({ url: elsewhere.href, folder, overwrite: true });

    await expect(attempt).rejects.toThrow("9.1.0");
    await expect(attempt).rejects.toThrow(NoBackup);
    expect(await ask("select * from settings", elsewhere.href)).toHaveLength(1);
  });

  test("leaves nothing behind when it fails", async () => {
    await people();
    const before = await readdir(directory);
    const failing = {
      ...uploadsOf({ a: "b" }).uploads,
      read: async () => {
        throw new Error("The store is away.");
      },
    };
    await expect(make({ uploads: failing })).rejects.toThrow("The store is away.");
    expect(await readdir(directory)).toEqual(before);
  });

  test("says what it is", async () => {
    await people();
    const manifest = await readManifest(await make({ secret: SECRET }), SECRET);
    expect(manifest).toMatchObject({ format: 1, version: "1.2.3", encrypted: true });
    expect(manifest.migration).toMatch(/^\d{4}_[\w-]+$/);
  });
});

test("of many backups the newest stay, what was never finished goes, and nothing else is touched", async () => {
  const place = await mkdtemp(join(directory, "many-"));
  const names = [1, 2, 3].map((day) => `microblog-2026010${day}T030000000Z`);
  const [given, running] = ["02T025900000", "02T030100000"].map((time) => `microblog-202601${time}Z.partial`);
  for (const name of [...names, "letters", "letters.partial", `${given}`, `${running}`])
    await Bun.write(`${place}/${name}/x`, "");

  expect(await removeOldBackups(place, 2)).toEqual([`${names[0]}`, `${given}`]);

  expect((await readdir(place)).sort()).toEqual(
    ["letters", "letters.partial", `${running}`, ...names.slice(1)].sort(),
  );
});
