import { desc, eq, gt, gte, lt, ne, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { inPassing } from "../../db/faults.ts";
import { homeReaders, homeRows, posts } from "../../db/schema.ts";
import { followedPosts } from "./followed-posts.ts";
import { NO_FLOOR } from "./home-rows.ts";
import { wake } from "./home-upkeep.ts";
import { NEWEST, PAGE_SIZE, type Page, pageOf } from "./page.ts";
import type { Viewer } from "./people.ts";
import { asView, type PostView } from "./posts.ts";
import { skippingMuted } from "./seen-people.ts";
import { idsSeenBy, type PostRow, postColumns } from "./seen-posts.ts";

/**
 * A page of the viewer's own and followed posts, newest first, below the post `before`. Down to the reader's floor it
 * comes from the rows that were written for them; below it the posts themselves are asked, so that it ends only where
 * the posts end.
 */
export async function homePage(viewer: Viewer, before = NEWEST): Promise<Page<PostView>> {
  const wanted = PAGE_SIZE + 1;
  const { floor, rows } = await aboveFloor(viewer, before, wanted);
  if (floor === null || floor === NO_FLOOR) await inPassing(wake(viewer));
  const missing = floor === 0 ? 0 : wanted - rows.length;
  const rest = missing > 0 ? await followedPosts(viewer, Math.min(before, floor ?? before), missing) : [];
  return pageOf([...rows, ...rest].map(asView), (post) => post.id);
}

/** How many posts by others are newer than this one on the viewer's home page; counts no further than `most`. */
export async function countNewer(viewer: Viewer, newest: number, most = PAGE_SIZE): Promise<number> {
  const newer = await idsSeenBy(
    skippingMuted(viewer),
    eq(homeRows.readerId, viewer.id),
    gt(homeRows.postId, newest),
    ne(homeRows.authorId, viewer.id),
  )
    .innerJoin(homeRows, eq(homeRows.postId, posts.id))
    .limit(most);
  return newer.length;
}

/**
 * The floor and the rows above it in one statement, and so as of one moment: a trim between two statements would raise
 * the floor over rows that the first had not shown. `floor` is null for a reader who is asleep.
 */
async function aboveFloor(viewer: Viewer, before: number, limit: number) {
  const found = await pageAboveFloor.execute({ viewer: viewer.id, before, limit });
  const rows = found.map(({ post }) => post as PostRow | null).filter((post) => post !== null);
  return { floor: found[0]?.floor ?? null, rows: rows.toSorted((a, b) => b.id - a.id) };
}

/** Ids are picked first, texts read last, and the order is restored above: see `idsSeenBy`. */
const pageAboveFloor = preparePageAboveFloor();

function preparePageAboveFloor() {
  const viewer = sql.placeholder("viewer");
  const page = idsSeenBy(
    skippingMuted({ id: viewer }),
    eq(homeRows.readerId, viewer),
    lt(homeRows.postId, sql.placeholder("before")),
  )
    .innerJoin(homeRows, eq(homeRows.postId, posts.id))
    .orderBy(desc(homeRows.postId))
    .limit(sql.placeholder("limit"))
    .as("page");
  return db
    .select({ floor: homeReaders.floor, post: postColumns })
    .from(homeReaders)
    .leftJoin(page, gte(page.id, homeReaders.floor))
    .leftJoin(posts, eq(posts.id, page.id))
    .where(eq(homeReaders.readerId, viewer))
    .prepare();
}
