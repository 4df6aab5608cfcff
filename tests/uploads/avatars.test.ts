import { beforeEach, expect, test } from "bun:test";
import { mkdtemp, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { uploads, usernames, users } from "../../db/schema.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { removeUnusedPictures, setAvatar } from "../../src/uploads/avatars.ts";
import { folderStore } from "../../src/uploads/folder.ts";
import type { Store } from "../../src/uploads/store.ts";
import { people } from "../support/people.ts";
import { png } from "../support/pictures.ts";

const LONG_AGO = new Date(Date.now() - 25 * 3600 * 1000);
const picture = () => new Blob([png(50, 50)]);
const between = async () => {};

let folder: string;
let store: Store;
let ada: Viewer;
let grace: Viewer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "microblog-avatars-"));
  store = folderStore(folder);
  ({ ada, grace } = await people());
});

async function names(): Promise<string[]> {
  const found: string[] = [];
  for await (const files of store.list()) found.push(...files.map(({ name }) => name));
  return found.sort();
}

const keys = async () => (await db.select().from(uploads)).map((row) => row.key);

/** Lets all files and rows be a day older. */
async function aDayPasses() {
  await db.update(uploads).set({ createdAt: LONG_AGO });
  for (const name of await names()) await utimes(join(folder, name), LONG_AGO, LONG_AGO);
}

test("pictures in use stay, however old", async () => {
  await setAvatar(ada, picture(), store);
  await setAvatar(grace, picture(), store);
  await aDayPasses();
  const before = await names();

  await removeUnusedPictures(between, store);

  expect(before).toHaveLength(4);
  expect(await names()).toEqual(before);
  expect(await keys()).toHaveLength(2);
});

test("what is left of an upload that broke off goes after a day, not before", async () => {
  const full: Store = { ...store, put: () => Promise.reject(new Error("No space left.")) };
  await expect(setAvatar(ada, picture(), full)).rejects.toThrow("No space left.");
  expect(await db.$count(users, eq(users.avatar, (await keys())[0] ?? ""))).toBe(0);

  await removeUnusedPictures(between, store);
  expect(await keys()).toHaveLength(1);

  await aDayPasses();
  await removeUnusedPictures(between, store);
  expect(await keys()).toEqual([]);
});

test("a picture that was never shown, and files that no row knows, go after a day", async () => {
  await setAvatar(ada, picture(), store);
  await db.update(users).set({ avatar: null });
  await store.put(`avatars/${"0".repeat(32)}-96.webp`, new Uint8Array([1]));

  await removeUnusedPictures(between, store);
  expect(await names()).toHaveLength(3);

  await aDayPasses();
  await removeUnusedPictures(between, store);
  expect([await names(), await keys()]).toEqual([[], []]);
});

test("a person who is gone takes their picture along", async () => {
  await setAvatar(ada, picture(), store);
  await setAvatar(grace, picture(), store);
  const [hers] = await db.select({ avatar: users.avatar }).from(users).where(eq(users.id, grace.id));
  await db.delete(users).where(eq(users.id, ada.id));
  await db.delete(usernames).where(eq(usernames.userId, ada.id));
  await aDayPasses();

  await removeUnusedPictures(between, store);

  expect(await keys()).toEqual([hers?.avatar ?? ""]);
  expect(await names()).toHaveLength(2);
});

test("two uploads at once leave one picture, and the other goes", async () => {
  await Promise.all([setAvatar(ada, picture(), store), setAvatar(ada, picture(), store)]);
  expect(await keys()).toHaveLength(2);
  await aDayPasses();
  await removeUnusedPictures(between, store);
  const [row] = await db.select({ avatar: users.avatar }).from(users).where(eq(users.id, ada.id));
  expect(await keys()).toEqual([row?.avatar ?? ""]);
});
