import { inArray } from "drizzle-orm";
import { posts } from "../../db/schema.ts";
import { PAGE_SIZE } from "../domain/page.ts";
import type { Viewer } from "../domain/people.ts";
import { asView, type PostView } from "../domain/posts.ts";
import { postsSeenBy } from "../domain/seen-posts.ts";
import { engines } from "./choose.ts";
import { cursorAfter } from "./cursor.ts";
import type { Cursor, Engine, Order, Query } from "./engine.ts";
import { marksIn } from "./mark.ts";
import { type Part, parse } from "./parse.ts";
import { resolve } from "./resolve.ts";

/** Ids of people: see `Engine`. */
export const suggest = (prefix: string, limit: number, signal?: AbortSignal) =>
  engines.ask((engine, until) => engine.suggest(prefix, limit, until), signal);

/** A post that was found, and where in its text. */
export type FoundPost = PostView & { marks: [start: number, end: number][] };

export interface Found {
  items: FoundPost[];
  /** Where it goes on; null at the end. */
  next: Cursor | null;
  /** What was asked for, as it was understood. */
  parts: Part[];
  /** The engine that should have answered is away: these come from the simpler one. */
  degraded: boolean;
}

interface Asked {
  order: Order;
  cursor: Cursor | null;
  /** The last word is still being typed. */
  typing?: boolean;
  signal?: AbortSignal | undefined;
}

/** Hits asked for at a time, and how often: where that many are hidden from someone, their page is short after all. */
const HITS = 2 * PAGE_SIZE;
const MOST_ROUNDS = 10;

/**
 * Nobody waits longer than this for a full page: what there is by then is shown, with the way on. Much less where the
 * engine itself finds hardly anything in all that it goes through.
 */
const PATIENCE_MS = 500;
const PATIENCE_WHEN_RARE_MS = 10;

/** A page of what answers `text`, as far as this viewer may see it. Where hits are hidden or gone, others are asked for. */
export async function searchPosts(viewer: Viewer | null, text: string, asked: Asked): Promise<Found> {
  const parts = parse(text, { typing: asked.typing ?? false });
  const query = await resolve(parts, viewer);
  const { answer, degraded } = await engines.ask(
    (engine, signal) => pageOfHits(engine, viewer, query, { ...asked, signal }),
    asked.signal,
  );
  return { items: marked(answer.items, query), next: answer.next, parts, degraded };
}

async function pageOfHits(
  engine: Engine,
  viewer: Viewer | null,
  query: Query,
  { order, cursor: from, signal }: Asked,
) {
  const items: PostView[] = [];
  let cursor = from;
  const began = performance.now();
  for (let round = 0; round < MOST_ROUNDS && items.length < PAGE_SIZE; round++) {
    signal?.throwIfAborted();
    const hits = await engine.query(query, { order, cursor, limit: HITS }, signal);
    const seen = await seenOf(viewer, hits.ids);
    let taken = 0;
    while (taken < hits.ids.length && items.length < PAGE_SIZE) {
      const post = seen.get(hits.ids[taken++] ?? 0);
      if (post) items.push(post);
    }
    cursor = cursorAfter(hits, taken, cursor, order === "relevance");
    const patience = hits.ids.length < HITS ? PATIENCE_WHEN_RARE_MS : PATIENCE_MS;
    if (cursor === null || performance.now() - began > patience) break;
  }
  return { items, next: cursor };
}

const marked = (items: PostView[], query: Query): FoundPost[] =>
  items.map((post) => ({ ...post, marks: marksIn(post.body, query.all) }));

/** Those of the posts that the viewer may see, by their ids. */
async function seenOf(viewer: Viewer | null, ids: number[]): Promise<Map<number, PostView>> {
  const rows = ids.length === 0 ? [] : await postsSeenBy(viewer, inArray(posts.id, ids));
  return new Map(rows.map((row) => [row.id, asView(row)]));
}
