import { createHash } from "node:crypto";
import { and, desc, eq, isNull, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "../../db/client.ts";
import { homeRows, posts } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue, jobsWaiting } from "../jobs/queue.ts";
import { addToCounts, lockCounts } from "./counts.ts";
import { newId } from "./ids.ts";
import { dropMentions, findMentioned, keepMentions, type Mentioned } from "./mentions.ts";
import { forgetPost } from "./notifications/forget.ts";
import { NEWEST, PAGE_SIZE, type Page, pageOf } from "./page.ts";
import type { PersonRef, Viewer } from "./people.ts";
import { by, skippingMuted } from "./seen-people.ts";
import { authorsPosts, type PostRow, postsSeenBy } from "./seen-posts.ts";
import { lines } from "./text.ts";

export const POST_LENGTH = 500;

/** What may be said: 1–500 graphemes, counted as a reader counts. */
export const PostInput = z.object({
  body: lines({ most: POST_LENGTH, empty: "bodyEmpty", tooLong: "bodyTooLong" }),
});

/** A new post also carries the key of the form it was written in; see `publish`. */
export const NewPostInput = PostInput.extend({ key: z.string().max(64).default("") });

/** A post as it is shown. */
export type PostView = ReturnType<typeof asView>;

/** The post as this viewer sees it; null when it is not there or not for them. */
export async function findPost(id: number, viewer: PersonRef | null): Promise<PostView | null> {
  const [row] = await thePost.execute({ ...by(viewer), id });
  return row ? asView(row) : null;
}

/** The viewer's own post, to be changed; null when it is not there or another's. */
export async function findOwnPost(id: number, viewer: Viewer): Promise<PostView | null> {
  const [row] = await postsSeenBy(viewer, eq(posts.id, id), eq(posts.authorId, viewer.id));
  return row ? asView(row) : null;
}

/** Everyone's posts, newest first; what was brought from elsewhere is no news, and not counted by any limit. */
export const explore = async (viewer: PersonRef | null, before = NEWEST): Promise<Page<PostView>> =>
  pageOfPosts(await newestOfAll.execute({ ...by(viewer), before }));

/** One person's posts, newest first. */
export const postsBy = async (author: PersonRef, viewer: PersonRef | null, before = NEWEST) =>
  pageOfPosts(await newestByOne.execute({ ...by(viewer), author: author.id, before }));

const pageOfPosts = (rows: PostRow[]): Page<PostView> => pageOf(rows.map(asView), (post) => post.id);

/** Asked with many pages: their SQL is built once. */
const { thePost, newestOfAll, newestByOne } = preparePages();

function preparePages() {
  const viewer = { id: sql.placeholder("viewer") };
  const before = sql.placeholder("before");
  const notImported = [lt(posts.id, before), isNull(posts.importedAt)];
  return {
    thePost: postsSeenBy(viewer, eq(posts.id, sql.placeholder("id"))).prepare(),
    newestOfAll: postsSeenBy(skippingMuted(viewer), ...notImported)
      .orderBy(desc(posts.id))
      .limit(PAGE_SIZE + 1)
      .prepare(),
    newestByOne: authorsPosts(viewer, sql.placeholder("author"), before)
      .limit(PAGE_SIZE + 1)
      .prepare(),
  };
}

export function asView({ authorId, username, name, avatar, ...post }: PostRow) {
  return { ...post, author: { id: authorId, username, name, avatar } };
}

/**
 * Publishes a post and answers its id; the author has it on their home page at once, their followers by a job. The same
 * text from the same form (`key`) is the same post, however often it is sent: a double click, a reload, a lost answer.
 */
export async function publish(
  author: PersonRef,
  { body, key, language = null }: { body: string; key?: string; language?: string | null },
): Promise<number> {
  const submission = key ? digest(`${key}\n${body}`) : null;
  const mentioned = await findMentioned(body);
  const id = await transact(async (tx) => {
    await lockCounts(tx, author.id);
    const same = submission && (await findSubmission(tx, author, submission));
    if (same) return same.id;

    const id = newId();
    const post = { id, authorId: author.id, body, mentioned: namesOf(mentioned), language, submission };
    await tx.insert(posts).values({ ...post, createdAt: new Date() });
    await keepMentions(tx, id, author, mentioned);
    await tx.insert(homeRows).values({ readerId: author.id, postId: id, authorId: author.id });
    await addToCounts(tx, author.id, { postsCount: 1 });
    await enqueue(tx, "fan-out", { postId: id, authorId: author.id });
    await enqueue(tx, "index-post", { postId: id });
    return id;
  });
  jobsWaiting();
  return id;
}

/**
 * Changes the text of the viewer's own post and answers the post as it then is; null when it is not theirs, or gone.
 * The same text again leaves it unedited.
 */
export async function edit(
  viewer: Viewer,
  post: PostView,
  { body, language }: { body: string; language?: string },
): Promise<PostView | null> {
  if (post.body !== body) {
    const own = and(eq(posts.id, post.id), eq(posts.authorId, viewer.id));
    const mentioned = await findMentioned(body);
    await transact(async (tx) => {
      const revision = sql`${posts.revision} + 1`;
      const changes = { body, mentioned: namesOf(mentioned), language, revision, editedAt: new Date() };
      const [{ affectedRows }] = await tx.update(posts).set(changes).where(own);
      if (affectedRows === 0) return;
      await dropMentions(tx, post.id, mentioned);
      await keepMentions(tx, post.id, viewer, mentioned);
      await enqueue(tx, "index-post", { postId: post.id });
    });
    jobsWaiting();
  }
  return findOwnPost(post.id, viewer);
}

/**
 * Deletes the viewer's own post, for everyone and for good. False when it is not theirs, or gone already. `also`: what is
 * to happen together with it.
 */
export async function deletePost(
  viewer: Pick<Viewer, "id">,
  id: number,
  also = async (_: Transaction) => {},
): Promise<boolean> {
  const deleted = await transact(async (tx) => {
    await lockCounts(tx, viewer.id);
    if (!(await removePost(tx, viewer.id, id))) return false;
    await addToCounts(tx, viewer.id, { postsCount: -1 });
    await enqueue(tx, "take-back", { postId: id, authorId: viewer.id });
    await also(tx);
    return true;
  });
  if (deleted) jobsWaiting();
  return deleted;
}

const POSTS_AT_ONCE = 100;

/**
 * Deletes all posts of someone whom nobody follows any more, so that they are on no other home page. `between` is called
 * between batches.
 */
export async function removePosts(author: number, between: () => Promise<void>): Promise<void> {
  for (;;) {
    const batch = await db
      .select({ id: posts.id })
      .from(posts)
      .where(eq(posts.authorId, author))
      .limit(POSTS_AT_ONCE);
    if (batch.length === 0) return;
    await transact(async (tx) => {
      for (const { id } of batch) await removePost(tx, author, id);
    });
    await between();
  }
}

/** Of a post that is deleted, nothing stays. */
async function removePost(tx: Transaction, author: number, id: number): Promise<boolean> {
  const [post] = await tx
    .select({ revision: posts.revision })
    .from(posts)
    .where(and(eq(posts.id, id), eq(posts.authorId, author)))
    .for("update");
  if (post === undefined) return false;
  await tx.delete(posts).where(eq(posts.id, id));
  await enqueue(tx, "index-post", { postId: id, revision: post.revision + 1 });
  await dropMentions(tx, id);
  await forgetPost(tx, id);
  return true;
}

async function findSubmission(tx: Transaction, author: PersonRef, submission: Buffer) {
  const [post] = await tx
    .select({ id: posts.id })
    .from(posts)
    .where(and(eq(posts.authorId, author.id), eq(posts.submission, submission)));
  return post;
}

/** What a post keeps of its mentions for whoever reads it; null, as for most, costs nothing. */
const namesOf = ({ names }: Mentioned) => (names.length > 0 ? names : null);

const digest = (text: string) => createHash("sha256").update(text).digest().subarray(0, 16);
