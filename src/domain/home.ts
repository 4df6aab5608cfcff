import { and, desc, eq, gt, gte, lt, ne, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { inPassing } from "../../db/faults.ts";
import { homeReaders, homeRows, posts, users } from "../../db/schema.ts";
import { followedPosts } from "./followed-posts.ts";
import { floorOf, NO_FLOOR } from "./home-rows.ts";
import { wake } from "./home-upkeep.ts";
import { NEWEST, PAGE_SIZE, type Page, pageOf } from "./page.ts";
import type { Viewer } from "./people.ts";
import { asView, type PostView } from "./posts.ts";
import { skippingMuted } from "./seen-people.ts";
import { BY_KEY, type PostRow, postColumns, visibleTo } from "./seen-posts.ts";

/**
 * A page of the viewer's own and followed posts, newest first, below the post `before`. Down to the reader's floor it
 * comes from the rows that were written for them; below it the posts themselves are asked, so that it ends only where
 * the posts end.
 */
export async function homePage(viewer: Viewer, before = NEWEST): Promise<Page<PostView>> {
  const wanted = PAGE_SIZE + 1;
  const { floor, posts: rows } = await aboveFloor(viewer, before, wanted);
  if (floor === null || floor === NO_FLOOR) await inPassing(wake(viewer));
  const missing = floor === 0 ? 0 : wanted - rows.length;
  const rest = missing > 0 ? await followedPosts(viewer, Math.min(before, floor ?? before), missing) : [];
  return pageOf([...rows, ...rest].map(asView), (post) => post.id);
}

/** How many posts by others are newer than this one on the viewer's home page; counts no further than `most`. */
export async function countNewer(viewer: Viewer, newest: number, most = PAGE_SIZE): Promise<number> {
  const newer = await db
    .select({ id: homeRows.postId })
    .from(homeRows)
    .leftJoin(posts, eq(posts.id, homeRows.postId), BY_KEY)
    .leftJoin(users, eq(users.id, posts.authorId), BY_KEY)
    .where(
      visibleTo(
        skippingMuted(viewer),
        eq(homeRows.readerId, viewer.id),
        gt(homeRows.postId, newest),
        ne(homeRows.authorId, viewer.id),
      ),
    )
    .limit(most);
  return newer.length;
}

/**
 * The rows above the floor, and the floor in the same statement and so as of the same moment: a trim between two statements
 * would raise it over rows that the first had not shown. (Where there was none to show, nothing can be missed.) `floor`
 * is null for a reader who is asleep.
 */
async function aboveFloor(viewer: Viewer, before: number, limit: number) {
  const rows = await pageAboveFloor.execute({ viewer: viewer.id, before, limit });
  const posts = rows.map(({ post }) => post as PostRow); // never null, or it were not seen
  return { floor: rows[0]?.floor ?? (await floorOf(viewer.id)), posts };
}

/** Along the reader's rows, newest first, until the page is full: see `postsSeenBy` for the joins. */
const pageAboveFloor = preparePageAboveFloor();

function preparePageAboveFloor() {
  const viewer = sql.placeholder("viewer");
  const theirs = and(eq(homeRows.readerId, homeReaders.readerId), gte(homeRows.postId, homeReaders.floor));
  const below = lt(homeRows.postId, sql.placeholder("before"));
  return db
    .select({ floor: homeReaders.floor, post: postColumns })
    .from(homeReaders)
    .innerJoin(homeRows, theirs)
    .leftJoin(posts, eq(posts.id, homeRows.postId), BY_KEY)
    .leftJoin(users, eq(users.id, posts.authorId), BY_KEY)
    .where(visibleTo(skippingMuted({ id: viewer }), eq(homeReaders.readerId, viewer), below))
    .orderBy(desc(homeRows.postId))
    .limit(sql.placeholder("limit"))
    .prepare();
}
