/*
 * Somebody who has written much: neither taking it along nor bringing it in needs memory that grows with it, but for the
 * data of an import, which is read as one. `LONG=1` has them write twenty times as much.
 */
import { expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { posts } from "../../db/schema.ts";
import { firstIdAt } from "../../src/domain/ids.ts";
import { importsOf } from "../../src/domain/imports.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { dataIn, exported, imported, memory, postsOf } from "../support/archives.ts";
import { people } from "../support/people.ts";

const POSTS = process.env.LONG ? 20_000 : 1000;
const BEGAN = Date.UTC(2026, 0, 2);

/** What may come on top of what the process has already, in MB. */
const MORE_TO_EXPORT = 100;
const MORE_TO_IMPORT = 160;

test(`${POSTS} posts go and come`, async () => {
  const { ada, grace } = await people();
  await writeMuch(ada);

  const [archive, forExport] = await highest(() => exported(ada));
  expect((await dataIn(archive)).posts).toHaveLength(POSTS);
  expect(forExport).toBeLessThan(MORE_TO_EXPORT);

  const [result, forImport] = await highest(() => imported(grace, archive));
  expect(result).toMatchObject({ state: "done", brought: POSTS, refused: 0 });
  expect(forImport).toBeLessThan(MORE_TO_IMPORT);
  const bodies = async (person: Viewer) => (await postsOf(person)).map(({ body }) => body);
  expect(await bodies(grace)).toEqual(await bodies(ada));

  expect(await imported(grace, archive)).toMatchObject({ brought: 0, present: POSTS });
  expect(await importsOf(grace)).toHaveLength(2);
}, 300_000);

async function writeMuch(author: Viewer) {
  const words = [
    "lake",
    "punched cards",
    "engine",
    "ñandú",
    "weaves algebraical patterns",
    "🎈",
    "mill and store",
  ];
  const about = (n: number) =>
    Array.from({ length: 20 }, (_, at) => words[(n * (at + 7) + at * at) % words.length]);
  for (let from = 0; from < POSTS; from += 500) {
    const rows = Array.from({ length: 500 }, (_, n) => {
      const time = BEGAN + (from + n) * 60_000;
      const body = `${from + n}: ${about(from + n).join(" ")}`;
      return { id: firstIdAt(time), authorId: author.id, body, createdAt: new Date(time) };
    });
    await db.insert(posts).values(rows);
  }
}

/** What the work answers, and how much more memory there was at its height, looked at twenty times a second. */
async function highest<T>(work: () => Promise<T>): Promise<[T, number]> {
  Bun.gc(true);
  const before = await memory();
  let most = before;
  const look = setInterval(async () => {
    most = Math.max(most, await memory());
  }, 50);
  const answer = await work();
  clearInterval(look);
  most = Math.max(most, await memory());
  if (process.env.LONG)
    console.log(`${POSTS} posts: ${Math.round(most - before)} MB on top of ${Math.round(before)} MB`);
  return [answer, most - before];
}
