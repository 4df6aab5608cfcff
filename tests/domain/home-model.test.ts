/*
 * Six people do some hundred things in an order that looks random and is the same in every run. Then every home page
 * must say what a plain join of posts and follows says, and no row may be missing above a floor, or be there for nothing.
 * `LONG=1` has them do many more things, from many more beginnings.
 */
import { expect, test } from "bun:test";
import { and, desc, eq, gte, inArray, isNotNull, isNull, max, ne, notInArray, or } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { follows, hidings, homeReaders, homeRows, posts } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { block, unblock } from "../../src/domain/blocks.ts";
import { follow, unfollow } from "../../src/domain/follows.ts";
import { mute, unmute } from "../../src/domain/hidings.ts";
import { homePage } from "../../src/domain/home.ts";
import { NO_FLOOR } from "../../src/domain/home-rows.ts";
import { fill, putToSleep, trim } from "../../src/domain/home-upkeep.ts";
import { bringIn } from "../../src/domain/imported-posts.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { deletePost, edit, findPost, publish } from "../../src/domain/posts.ts";
import { runNext } from "../../src/jobs/worker.ts";
import { runJobs } from "../support/jobs.ts";
import { toTheEnd } from "../support/pages.ts";
import { people, person } from "../support/people.ts";
import { type Picker, picker } from "../support/picker.ts";

const LONG = process.env.LONG === "1";
const SEEDS = LONG ? Array.from({ length: 40 }, (_, seed) => seed) : [1, 2];
const STEPS = LONG ? 400 : 100;
const CHECK_EVERY = 25;

test.each(SEEDS)(
  "every home page is complete, whatever happens (seed %i)",
  async (seed) => {
    const pick = picker(seed);
    const cast = [
      ...Object.values(await people()),
      await person("john"),
      await person("susan"),
      await person("mary"),
    ];
    const published: number[] = [];

    for (let step = 1; step <= STEPS; step++) {
      const atOnce = Array.from({ length: pick.upTo(4) }, () => somethingHappens(pick, cast, published));
      await Promise.all(atOnce.map((act) => act()));
      if (step % CHECK_EVERY === 0) await expectCompleteHomes(cast);
    }
  },
  600_000,
);

/** Chosen now, done later: what is chosen must not depend on how fast the things before were. */
function somethingHappens(pick: Picker, cast: Viewer[], published: number[]): () => Promise<unknown> {
  const one = pick.of(cast);
  const other = pick.of(cast);
  const number = pick.upTo(1000);
  const post = () => published[number % Math.max(1, published.length)] ?? 0;
  const acts: [weight: number, act: () => Promise<unknown>][] = [
    [8, async () => published.push(await publish(one, { body: `${number}` }))],
    [5, () => follow(one, other)],
    [3, () => unfollow(one, other)],
    [1, () => block(one, other)],
    [2, () => unblock(one, other)],
    [1, () => mute(one, other)],
    [1, () => unmute(one, other)],
    [3, () => deleteOwn(cast, post())],
    [1, () => editOwn(cast, post(), `${number}`)],
    [2, () => trim(one.id, 1 + (number % 8))],
    [2, () => putToSleep(one.id)],
    [2, () => homePage(one)],
    [1, () => fill(one.id)],
    [2, () => bringOld(one, number, published)],
    [6, () => runNext()],
  ];
  return pick.of(acts.flatMap(([weight, act]) => Array.from({ length: weight }, () => act)));
}

async function deleteOwn(cast: Viewer[], id: number) {
  const post = await findPost(id, null);
  const author = cast.find((one) => one.id === post?.author.id);
  if (author) await deletePost(author, id);
}

async function editOwn(cast: Viewer[], id: number, body: string) {
  const post = await findPost(id, null);
  const author = cast.find((one) => one.id === post?.author.id);
  if (author && post) await edit(author, post, { body });
}

/** A few posts from elsewhere, some of them as young as what is published here. */
async function bringOld(author: Viewer, number: number, published: number[]) {
  const brought = Array.from({ length: 1 + (number % 5) }, (_, n) => ({
    ...{ body: `From elsewhere ${number}`, editedAt: null, language: null },
    createdAt: new Date(Date.now() - number * 2 + n - 20),
  }));
  await transact((tx) => bringIn(tx, author.id, brought));
  const [newest] = await db
    .select({ id: max(posts.id) })
    .from(posts)
    .where(and(eq(posts.authorId, author.id), isNotNull(posts.importedAt)));
  if (newest?.id) published.push(newest.id);
}

async function expectCompleteHomes(cast: Viewer[]) {
  await runJobs();
  expect(await rowsForNothing()).toEqual([]);
  expect(await missingRows()).toEqual([]);
  for (const reader of cast) {
    const read = await toTheEnd((before) => homePage(reader, before));
    expect(read.map((post) => post.id)).toEqual(await ownAndFollowed(reader));
  }
}

const readsTheAuthor = and(
  eq(follows.followerId, homeReaders.readerId),
  eq(follows.followeeId, posts.authorId),
);
const isReaders = or(eq(posts.authorId, homeReaders.readerId), isNotNull(follows.id));

async function ownAndFollowed(reader: Viewer): Promise<number[]> {
  const followed = db
    .select({ id: follows.followeeId })
    .from(follows)
    .where(eq(follows.followerId, reader.id));
  const unwanted = db.select({ id: hidings.personId }).from(hidings).where(eq(hidings.viewerId, reader.id));
  const found = await db
    .select({ id: posts.id })
    .from(posts)
    .where(
      and(
        or(eq(posts.authorId, reader.id), inArray(posts.authorId, followed)),
        notInArray(posts.authorId, unwanted),
      ),
    )
    .orderBy(desc(posts.id));
  return found.map((post) => post.id);
}

/** Posts at or above the floor of a reader that have no row. */
const missingRows = () =>
  db
    .select({ readerId: homeReaders.readerId, postId: posts.id })
    .from(homeReaders)
    .innerJoin(posts, gte(posts.id, homeReaders.floor))
    .leftJoin(follows, readsTheAuthor)
    .leftJoin(homeRows, and(eq(homeRows.readerId, homeReaders.readerId), eq(homeRows.postId, posts.id)))
    .where(and(isReaders, isNull(homeRows.postId)));

/** Rows at or above the floor of a reader whose post is gone, or by someone whom the reader does not follow. */
const rowsForNothing = () =>
  db
    .select({ readerId: homeRows.readerId, postId: homeRows.postId })
    .from(homeRows)
    .innerJoin(homeReaders, eq(homeReaders.readerId, homeRows.readerId))
    .leftJoin(posts, and(eq(posts.id, homeRows.postId), eq(posts.authorId, homeRows.authorId)))
    .leftJoin(follows, readsTheAuthor)
    .where(
      and(
        ne(homeReaders.floor, NO_FLOOR),
        gte(homeRows.postId, homeReaders.floor),
        or(isNull(posts.id), and(ne(posts.authorId, homeReaders.readerId), isNull(follows.id))),
      ),
    );
