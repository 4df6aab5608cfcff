import { and, desc, eq, gt, isNotNull, lte, or } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { follows, homeReaders, posts } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { lockCounts } from "./counts.ts";
import { fillFrom, NO_FLOOR } from "./home-rows.ts";

/*
 * Imported posts are old and may be many: they are not fanned out one by one. Instead each awake reader whose floor is
 * below them is given the author's posts as if they had just begun to follow: down to the floor, which rises when these
 * are very many. What is below a floor is read from the posts themselves, so every home page stays complete.
 */

const EDGES_AT_ONCE = 100;

/** Puts the author's imported posts into the home of the author and their followers. Harmless when repeated. */
export async function fillHomes(authorId: number, between: () => Promise<void>): Promise<void> {
  const newest = await newestImported(authorId);
  if (newest === null) return;
  await fillHome(authorId, authorId);
  for (let done = 0; ; ) {
    const edges = await db
      .select({ id: follows.id, readerId: follows.followerId })
      .from(follows)
      .innerJoin(homeReaders, eq(homeReaders.readerId, follows.followerId))
      .where(and(eq(follows.followeeId, authorId), gt(follows.id, done), reaches(newest)))
      .orderBy(follows.id)
      .limit(EDGES_AT_ONCE);
    const last = edges.at(-1);
    if (last === undefined) return;
    for (const { readerId } of edges) await fillHome(readerId, authorId);
    done = last.id;
    await between();
  }
}

/** Readers who are waking up too: whether they were filled before these posts came shows only once they are locked. */
const reaches = (newest: number) => or(lte(homeReaders.floor, newest), eq(homeReaders.floor, NO_FLOOR));

async function newestImported(authorId: number): Promise<number | null> {
  const [newest] = await db
    .select({ id: posts.id })
    .from(posts, { forceIndex: "posts_author" })
    .where(and(eq(posts.authorId, authorId), isNotNull(posts.importedAt)))
    .orderBy(desc(posts.id))
    .limit(1);
  return newest?.id ?? null;
}

/** The counts are locked so that nobody follows, unfollows or is filled in the meantime. */
async function fillHome(readerId: number, authorId: number): Promise<void> {
  await transact(async (tx) => {
    await lockCounts(tx, readerId, authorId);
    const edge = and(eq(follows.followerId, readerId), eq(follows.followeeId, authorId));
    if (readerId === authorId || (await tx.$count(follows, edge)) > 0) await fillFrom(tx, readerId, authorId);
  });
}
