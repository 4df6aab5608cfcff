import { createHash } from "node:crypto";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "../../db/client.ts";
import { homeRows, posts } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue, jobsWaiting } from "../jobs/queue.ts";
import { addToCounts, lockCounts } from "./counts.ts";
import { newId } from "./ids.ts";
import { NEWEST, PAGE_SIZE, type Page, pageOf } from "./page.ts";
import type { PersonRef, Viewer } from "./people.ts";
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
  const [row] = await postsSeenBy(viewer, eq(posts.id, id));
  return row ? asView(row) : null;
}

/** The viewer's own post, to be changed; null when it is not there or another's. */
export async function findOwnPost(id: number, viewer: Viewer): Promise<PostView | null> {
  const [row] = await postsSeenBy(viewer, eq(posts.id, id), eq(posts.authorId, viewer.id));
  return row ? asView(row) : null;
}

/** Everyone's posts, newest first. */
export const explore = (viewer: PersonRef | null, before = NEWEST) =>
  pageOfPosts(postsSeenBy(viewer, lt(posts.id, before)).orderBy(desc(posts.id)));

/** One person's posts, newest first. */
export const postsBy = (author: PersonRef, viewer: PersonRef | null, before = NEWEST) =>
  pageOfPosts(authorsPosts(viewer, author.id, before));

async function pageOfPosts(newestFirst: ReturnType<typeof postsSeenBy>): Promise<Page<PostView>> {
  const rows = await newestFirst.limit(PAGE_SIZE + 1);
  return pageOf(rows.map(asView), (post) => post.id);
}

export function asView({ authorId, username, name, ...post }: PostRow) {
  return { ...post, author: { id: authorId, username, name } };
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
  const id = await transact(async (tx) => {
    await lockCounts(tx, author.id);
    const same = submission && (await findSubmission(tx, author, submission));
    if (same) return same.id;

    const id = newId();
    await tx
      .insert(posts)
      .values({ id, authorId: author.id, body, language, submission, createdAt: new Date() });
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
    await transact(async (tx) => {
      const revision = sql`${posts.revision} + 1`;
      const changed = { body, language, revision, editedAt: new Date() };
      const [{ affectedRows }] = await tx.update(posts).set(changed).where(own);
      if (affectedRows === 1) await enqueue(tx, "index-post", { postId: post.id });
    });
    jobsWaiting();
  }
  return findOwnPost(post.id, viewer);
}

/** Deletes the viewer's own post, for everyone and for good. False when it is not theirs, or gone already. */
export async function deletePost(viewer: Viewer, id: number): Promise<boolean> {
  const deleted = await transact(async (tx) => {
    await lockCounts(tx, viewer.id);
    const [post] = await tx
      .select({ revision: posts.revision })
      .from(posts)
      .where(and(eq(posts.id, id), eq(posts.authorId, viewer.id)))
      .for("update");
    if (post === undefined) return false;
    await tx.delete(posts).where(eq(posts.id, id));
    await addToCounts(tx, viewer.id, { postsCount: -1 });
    await enqueue(tx, "take-back", { postId: id, authorId: viewer.id });
    await enqueue(tx, "index-post", { postId: id, revision: post.revision + 1 });
    return true;
  });
  if (deleted) jobsWaiting();
  return deleted;
}

async function findSubmission(tx: Transaction, author: PersonRef, submission: Buffer) {
  const [post] = await tx
    .select({ id: posts.id })
    .from(posts)
    .where(and(eq(posts.authorId, author.id), eq(posts.submission, submission)));
  return post;
}

const digest = (text: string) => createHash("sha256").update(text).digest().subarray(0, 16);
