import { createHash } from "node:crypto";
import { and, between, eq, inArray, max } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "../../db/client.ts";
import { posts } from "../../db/schema.ts";
import { enqueue } from "../jobs/queue.ts";
import { addToCounts, lockCounts } from "./counts.ts";
import { firstIdAt, newIdAt, timeOf } from "./ids.ts";
import { PostInput } from "./posts.ts";

const FIRST_MOMENT = timeOf(0);
const CLOCKS_DIFFER_MS = 60_000;

const moment = z.iso.datetime().transform((text) => new Date(text));

/**
 * A post as an archive tells it: a text as anybody may write it here, at a time at which there can have been one. Of what
 * is said of its language, and of an edit, only what makes sense is kept.
 */
export const ImportedPost = z
  .object({
    text: PostInput.shape.body,
    createdAt: moment.refine(
      (at) => at.getTime() >= FIRST_MOMENT && at.getTime() <= Date.now() + CLOCKS_DIFFER_MS,
    ),
    editedAt: moment.nullable().catch(null),
    language: z
      .stringFormat("language", /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/)
      .nullable()
      .catch(null),
  })
  .transform(({ text, ...post }) => ({ body: text, ...post }));

export type ImportedPost = z.infer<typeof ImportedPost>;

/** Between the making of an id and the writing of the time beside it. */
const ID_AND_TIME_DIFFER_MS = 60_000;

/**
 * Writes posts that the author wrote elsewhere, as part of `tx`, and answers how many of them are new here. They come in
 * the order of their times, which their ids are made of. A post of the author's with the same time and text is there
 * already, whether it was imported or written here. Nobody is told and nothing in them becomes a link to somebody; they
 * take their places on home pages by a job.
 */
export async function bringIn(tx: Transaction, authorId: number, batch: ImportedPost[]): Promise<number> {
  await lockCounts(tx, authorId);
  const isNew = await notYetHere(tx, authorId, batch);
  const importedAt = new Date();
  let id = await lastIdAt(tx, authorId, batch[0]?.createdAt);
  const rows = batch.filter(isNew).map((post) => {
    id = newIdAt(post.createdAt.getTime(), id);
    return { id, authorId, ...post, submission: digest(post), importedAt };
  });
  if (rows.length === 0) return 0;
  await tx.insert(posts).values(rows);
  await addToCounts(tx, authorId, { postsCount: rows.length });
  for (const { id: postId } of rows) await enqueue(tx, "index-post", { postId });
  await enqueue(tx, "fill-homes", { authorId }, { key: `fill-homes:${authorId}` });
  return rows.length;
}

/** The author's last post of this very moment: of those before it in the archive, the next one comes after it. 0: none. */
async function lastIdAt(tx: Transaction, authorId: number, moment: Date | undefined): Promise<number> {
  const begin = moment?.getTime() ?? 0;
  const atOnce = between(posts.id, firstIdAt(begin), firstIdAt(begin + 1) - 1);
  const [last] = await tx
    .select({ id: max(posts.id) })
    .from(posts)
    .where(and(eq(posts.authorId, authorId), atOnce));
  return last?.id ?? 0;
}

/** Answers a question that says yes to each post that is not here, once. */
async function notYetHere(tx: Transaction, authorId: number, batch: ImportedPost[]) {
  const times = batch.map(({ createdAt }) => createdAt.getTime());
  const own = eq(posts.authorId, authorId);
  const around = between(
    posts.id,
    firstIdAt(Math.min(...times) - ID_AND_TIME_DIFFER_MS),
    firstIdAt(Math.max(...times) + ID_AND_TIME_DIFFER_MS),
  );
  const digests = batch.map(digest);
  const there = await tx
    .select({ body: posts.body, createdAt: posts.createdAt })
    .from(posts, { forceIndex: "posts_author" })
    .where(
      and(
        own,
        around,
        inArray(
          posts.createdAt,
          batch.map(({ createdAt }) => createdAt),
        ),
      ),
    );
  const imported = await tx
    .select({ submission: posts.submission })
    .from(posts, { forceIndex: "posts_submission" })
    .where(and(own, inArray(posts.submission, digests)));

  const known = new Set(
    [...there.map(digest), ...imported.flatMap((row) => row.submission ?? [])].map(asText),
  );
  return (post: ImportedPost) => {
    const mark = asText(digest(post));
    const fresh = !known.has(mark);
    known.add(mark);
    return fresh;
  };
}

const asText = (bytes: Buffer) => bytes.toString("hex");

/** What makes an import harmless when repeated. No form can send the NUL, so no key of a form makes the same digest. */
const digest = ({ createdAt, body }: Pick<ImportedPost, "createdAt" | "body">) =>
  createHash("sha256").update(`import\0${createdAt.toISOString()}\n${body}`).digest().subarray(0, 16);
