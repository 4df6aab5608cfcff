import { beforeEach, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { zipSync } from "fflate";
import { db } from "../../db/client.ts";
import { dataImports, homeReaders, homeRows, jobs, mentions, notifications, users } from "../../db/schema.ts";
import { bring, readImport } from "../../src/archives/bring.ts";
import { readArchive } from "../../src/archives/read.ts";
import { follow } from "../../src/domain/follows.ts";
import { homePage } from "../../src/domain/home.ts";
import { importsOf } from "../../src/domain/imports.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { edit, explore, findOwnPost, postsBy, publish } from "../../src/domain/posts.ts";
import { setAvatar } from "../../src/uploads/avatars.ts";
import { storage } from "../../src/uploads/storage.ts";
import {
  archiveOfPosts,
  archiveWith,
  dataIn,
  exported,
  filesIn,
  imported,
  postsOf,
} from "../support/archives.ts";
import { runJobs } from "../support/jobs.ts";
import { toTheEnd } from "../support/pages.ts";
import { people } from "../support/people.ts";
import { png } from "../support/pictures.ts";

let ada: Viewer;
let grace: Viewer;
let linus: Viewer;
beforeEach(async () => ({ ada, grace, linus } = await people()));

const at = (minute: number) => new Date(Date.UTC(2026, 2, 3, 4, minute)).toISOString();
const note = (minute: number, text = `Note ${minute}`) => ({ text, createdAt: at(minute) });
const notes = (count: number) => Array.from({ length: count }, (_, minute) => note(minute));

const countOf = async ({ id }: Viewer) =>
  (await db.select({ count: users.postsCount }).from(users).where(eq(users.id, id)))[0]?.count;

/** What a post is, wherever it stands. */
const essence = (
  posts: { text: string; createdAt: string; editedAt: string | null; language: string | null }[],
) => posts.map(({ text, createdAt, editedAt, language }) => ({ text, createdAt, editedAt, language }));

describe("posts of another site", () => {
  test("come with their times, in their order, and are marked", async () => {
    const posts = [
      { ...note(5), editedAt: at(6), language: "es" },
      note(1, "Ñandú 👩‍👩‍👧\n two lines"),
      { ...note(3), language: "../../etc", editedAt: "yesterday" },
    ];
    expect(await imported(ada, archiveOfPosts(posts))).toEqual({
      ...{ state: "done", total: 3, done: 3, brought: 3, present: 0, refused: 0, problem: null },
    });
    const rows = await postsOf(ada);
    expect(rows).toMatchObject([
      { body: "Ñandú 👩‍👩‍👧\n two lines", createdAt: new Date(at(1)), editedAt: null, language: null },
      { body: "Note 3", createdAt: new Date(at(3)), editedAt: null, language: null },
      { body: "Note 5", createdAt: new Date(at(5)), editedAt: new Date(at(6)), language: "es" },
    ]);
    for (const row of rows) expect(row.importedAt).not.toBeNull();
    expect(await countOf(ada)).toBe(3);
  });

  test("are exported again as they were", async () => {
    await publish(ada, { body: "One" });
    const second = await publish(ada, { body: "Two: <b>&amp;</b> \u2028 @grace" });
    const post = await findOwnPost(second, ada);
    if (post) await edit(ada, post, { body: "Two, edited 🎈" });
    for (let n = 0; n < 250; n++) await publish(ada, { body: `Number ${n}` });
    await setAvatar(ada, new Blob([png(50, 50)]));
    await db.update(users).set({ about: "Poetical science" }).where(eq(users.id, ada.id));

    const first = await exported(ada);
    expect(await imported(linus, first)).toMatchObject({ brought: 252, present: 0, refused: 0 });
    const again = await exported(linus);
    const [before, after] = [await dataIn(first), await dataIn(again)];
    expect(essence(after.posts)).toEqual(essence(before.posts));
    expect(after.profile).toMatchObject({
      about: "Poetical science",
      name: "Linus Pauling",
      hasPicture: true,
    });
    expect(Object.keys(await filesIn(again))).toContain("media/avatar.webp");
  });

  test("are not doubled: not by the same archive, not where they were written", async () => {
    const archive = archiveOfPosts([...notes(3), note(2)]);
    expect(await imported(ada, archive)).toMatchObject({ brought: 3, present: 1 });
    expect(await imported(ada, archive)).toMatchObject({ state: "done", brought: 0, present: 4 });
    expect(await countOf(ada)).toBe(3);

    await publish(grace, { body: "Written here" });
    expect(await imported(grace, await exported(grace))).toMatchObject({ brought: 0, present: 1 });
    expect(await imported(grace, archive)).toMatchObject({ brought: 3 }); // another one's are her own
    expect(await countOf(grace)).toBe(4);
  });

  test("are only those that could have been written here", async () => {
    const refused = [
      ...[
        note(1, "x".repeat(501)),
        note(2, "  \n "),
        { text: "No time" },
        { createdAt: at(1) },
        null,
        7,
        "text",
        [],
      ],
      ...[
        { text: 7, createdAt: at(1) },
        { text: "Early", createdAt: "2025-12-31T23:59:59.999Z" },
      ],
      ...[
        { text: "Late", createdAt: new Date(Date.now() + 3600_000).toISOString() },
        { text: "When", createdAt: "x" },
      ],
    ];
    expect(await imported(ada, archiveOfPosts([...refused, note(9)]))).toMatchObject({
      brought: 1,
      refused: 12,
    });
    expect((await postsOf(ada)).map(({ body }) => body)).toEqual(["Note 9"]);
  });

  test("tell nobody, and mention nobody", async () => {
    await follow(grace, ada);
    await runJobs();
    await db.delete(notifications);
    await imported(ada, archiveOfPosts([note(1, "Hello @grace and @linus")]));
    expect(await db.select().from(notifications)).toEqual([]);
    expect(await db.select().from(mentions)).toEqual([]);
    expect(await db.select().from(jobs)).toEqual([]);
    expect((await postsOf(ada))[0]?.mentioned).toBeNull();
  });

  test("are on their author's page, and are no news on Explore", async () => {
    const here = await publish(grace, { body: "Here" });
    const now = new Date().toISOString();
    await imported(ada, archiveOfPosts([{ text: "Old news", createdAt: now }]));
    expect((await postsBy(ada, null)).items.map(({ body }) => body)).toEqual(["Old news"]);
    expect((await explore(null)).items.map(({ id }) => id)).toEqual([here]);
  });

  test("take their places on the home pages of those who follow", async () => {
    const here = await publish(ada, { body: "Here" });
    await follow(grace, ada);
    await imported(ada, archiveOfPosts(notes(3)));
    for (const reader of [ada, grace]) {
      const { items } = await homePage(reader);
      expect(items.map(({ body }) => body)).toEqual(["Here", "Note 2", "Note 1", "Note 0"]);
      expect(items[0]?.id).toBe(here);
    }
    expect((await homePage(linus)).items).toEqual([]);
  });
});

test("very many raise the floor, and every home page stays complete", async () => {
  await follow(grace, ada);
  await publish(ada, { body: "Here" });
  await imported(ada, archiveOfPosts(notes(450)));
  const expected = [
    "Here",
    ...notes(450)
      .map(({ text }) => text)
      .reverse(),
  ];
  for (const reader of [ada, grace]) {
    const read = await toTheEnd((before) => homePage(reader, before));
    expect(read.map(({ body }) => body)).toEqual(expected);
    const [{ floor } = { floor: 0 }] = await db
      .select({ floor: homeReaders.floor })
      .from(homeReaders)
      .where(eq(homeReaders.readerId, reader.id));
    expect(floor).toBeGreaterThan(0);
    expect(await db.$count(homeRows, eq(homeRows.readerId, reader.id))).toBeLessThan(402);
  }
});

test("an import that cannot be done is given up, and told", async () => {
  await bring(ada, new Blob([archiveOfPosts(notes(2))]));
  const { get } = storage;
  storage.get = () => Promise.reject(new Error("store away"));
  try {
    for (let tries = 0; (await importsOf(ada))[0]?.state !== "failed"; tries++) {
      expect(tries).toBeLessThan(6);
      await db.update(jobs).set({ runAt: new Date(0) });
      await runJobs();
    }
  } finally {
    storage.get = get;
  }
  expect(await importsOf(ada)).toMatchObject([{ problem: "importFailed", brought: 0 }]);
  expect(await imported(ada, archiveOfPosts(notes(2)))).toMatchObject({ state: "done", brought: 2 });
});

test("the profile is completed, never overwritten", async () => {
  await db.update(users).set({ name: "", about: "Mine" }).where(eq(users.id, ada.id));
  const profile = { name: "Countess", about: "Theirs" };
  await imported(ada, archiveWith({ format: "microblog", version: 1, profile, posts: [] }));
  const [person] = await db.select().from(users).where(eq(users.id, ada.id));
  expect(person).toMatchObject({ name: "Countess", about: "Mine", username: "ada" });
});

test("an import that was interrupted goes on and counts each post once", async () => {
  await bring(
    ada,
    new Blob([
      archiveOfPosts(
        notes(50).concat(
          notes(1000).map((each, n) => ({
            ...each,
            text: `More ${n}`,
            createdAt: new Date(Date.UTC(2026, 3, 1, 0, 0, n)).toISOString(),
          })),
        ),
      ),
    ]),
  );
  const [{ id } = { id: 0 }] = await importsOf(ada);
  let breaks = 0;
  const dies = (after: number) => {
    let calls = 0;
    return async () => {
      if (++calls === after) throw new Error(`killed ${++breaks}`);
    };
  };
  // Reading takes six steps before the first batch is in.
  await expect(readImport(id, dies(7))).rejects.toThrow("killed");
  expect(await countOf(ada)).toBe(200);
  await Promise.allSettled([readImport(id, dies(8)), readImport(id, dies(9))]);
  await runJobs();
  expect(await importsOf(ada)).toMatchObject([
    { state: "done", total: 1050, done: 1050, brought: 1050, present: 0 },
  ]);
  expect(await countOf(ada)).toBe(1050);
  expect(await postsOf(ada)).toHaveLength(1050);
});

test("one at a time", async () => {
  const archive = () => bring(ada, new Blob([archiveOfPosts(notes(2))]));
  const answers = await Promise.all([archive(), archive(), archive()]);
  expect(answers.filter((problem) => problem === null)).toHaveLength(1);
  expect(answers.filter((problem) => problem === "importUnderWay")).toHaveLength(2);
});

/** The archive with these bytes of its list of contents changed; `from` counts from the entry's signature. */
function forged(archive: Uint8Array<ArrayBuffer>, from: number, value: number): Uint8Array<ArrayBuffer> {
  const copy = archive.slice();
  const view = new DataView(copy.buffer);
  let entry = 0;
  while (view.getUint32(entry, true) !== 0x02014b50) entry++;
  view.setUint32(entry + from, value, true);
  return copy;
}

const text = (content: string) => new TextEncoder().encode(content);
const whole = archiveOfPosts(notes(3));
const zeros = new Uint8Array(30 * 1024 * 1024);
/** What cannot be packed, so that what is beside it is no bomb by its ratio. */
const padding = crypto.getRandomValues(new Uint8Array(20_000)).toBase64();
const manyPosts = (posts: string) =>
  `{"format":"microblog","version":1,"padding":"${padding}","posts":[${posts}{}]}`;
const hostile: [what: string, archive: Uint8Array, problem: string][] = [
  ["nothing at all", new Uint8Array([1]), "archiveUnknown"],
  ["a picture", png(10, 10), "archiveUnknown"],
  ["a ZIP of something else", zipSync({ "a.txt": text("a") }), "archiveUnknown"],
  ["the ending of a ZIP only", whole.slice(-22), "archiveUnknown"],
  ["half a ZIP", whole.slice(0, whole.length / 2), "archiveUnknown"],
  ["a ZIP without its beginning", whole.slice(20), "archiveUnknown"],
  [
    "noise in its middle",
    whole.map((byte, at) => (at > 40 && at < 60 ? byte ^ 0x55 : byte)),
    "archiveBroken",
  ],
  ["no JSON", archiveWith("{"), "archiveBroken"],
  ["no UTF-8", archiveWith("", { "data.json": new Uint8Array([0xff, 0xfe]) }), "archiveBroken"],
  ["null", archiveWith("null"), "archiveUnknown"],
  ["another format", archiveWith({ format: "elsewhere", version: 1, posts: [] }), "archiveUnknown"],
  ["a later version", archiveWith({ format: "microblog", version: 2, posts: [] }), "archiveVersion"],
  ["no posts", archiveWith({ format: "microblog", version: 1 }), "archiveBroken"],
  [
    "posts that are no list",
    archiveWith({ format: "microblog", version: 1, posts: { length: 7 } }),
    "archiveBroken",
  ],
  ["a bomb", archiveWith("", { "data.json": zeros }), "archiveTooLarge"],
  ["a bomb that says it is small", forged(archiveWith("", { "data.json": zeros }), 24, 100), "archiveBroken"],
  ["more values than posts have", archiveWith(manyPosts("{},".repeat(500_000))), "archiveTooLarge"],
  ["numbers without end", archiveWith(manyPosts("1,".repeat(500_000))), "archiveTooLarge"],
  ["a nest that is deeper than any", archiveWith(manyPosts("[".repeat(100_000))), "archiveTooLarge"],
  ["a bomb for a picture", archiveWith("{}", { "media/avatar.webp": zeros }), "archiveTooLarge"],
  ["a size of 4 GB", forged(whole, 24, 0xffffffff), "archiveTooLarge"],
  ["a size that is wrong", forged(whole, 24, 10_000), "archiveBroken"],
  ["a wrong checksum", forged(whole, 16, 7), "archiveBroken"],
  ["a place beyond its end", forged(whole, 42, 0x7fffffff), "archiveBroken"],
  [
    "more files than any of ours",
    archiveWith("{}", Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`${n}`, text("")]))),
    "archiveUnknown",
  ],
];

describe("refuses", () => {
  test.each(hostile)("%s", async (_, archive, problem) => {
    const began = performance.now();
    expect(await imported(ada, archive as Uint8Array<ArrayBuffer>)).toMatchObject({ problem });
    expect(performance.now() - began).toBeLessThan(2000);
    expect(await postsOf(ada)).toEqual([]);
    expect(await db.$count(dataImports, eq(dataImports.state, "running"))).toBe(0);
  });

  test("no file", async () => {
    expect(await bring(ada, new Blob())).toBe("archiveMissing");
  });
});

test("names that lead elsewhere are not read", async () => {
  const archive = archiveWith(
    { format: "microblog", version: 1, posts: [], profile: 7 },
    {
      "../../etc/passwd": text("root"),
      __proto__: text("x"),
      "media/../data.json": text("{"),
    },
  );
  expect(await readArchive(archive)).toEqual({ posts: [], profile: { name: "", about: "" }, picture: null });
});

test("as much punctuation as people write is no value", async () => {
  const post = { ...note(1), text: '[{,"\\'.repeat(90) };
  const posts = Array.from({ length: 2000 }, () => post);
  const archive = archiveWith({ format: "microblog", version: 1, padding, posts });
  expect((await readArchive(archive)).posts).toEqual(posts);
});

test("what another program packed is read too", async () => {
  const stored = zipSync(
    { "data.json": text(JSON.stringify({ format: "microblog", version: 1, posts: [note(1)] })) },
    { level: 0 },
  );
  expect(await imported(ada, stored as Uint8Array<ArrayBuffer>)).toMatchObject({ brought: 1 });
});
