import type { Cursor, Engine, Hits, Query } from "../engine.ts";
import { MOST_RELEVANT } from "../engine.ts";
import { isRanked } from "../needle.ts";
import { keep, PEOPLE, POSTS } from "./keep.ts";
import { wordsOfPerson, wordsOfPost } from "./kept.ts";
import { suggest } from "./suggest.ts";
import { walk } from "./walk.ts";

/** Of so many of the newest matches the best come first; where rows have to be asked for more, of at least so many. */
const RANKED = 2000;
const ENOUGH = 200;

const gone = ({ id, revision }: { id: number; revision: number }) => ({ id, revision, words: "" });

/** Searches in tables of our own: every term with the posts that have it, and every post's words in one line. */
export const mysqlEngine: Engine = {
  name: "mysql",
  index: (posts) =>
    keep(
      POSTS,
      posts.map((post) => ({ ...post, words: wordsOfPost(post) })),
    ),
  remove: (posts) => keep(POSTS, posts.map(gone)),
  indexPeople: (people) =>
    keep(
      PEOPLE,
      people.map((person) => ({ ...person, words: wordsOfPerson(person) })),
    ),
  removePeople: (people) => keep(PEOPLE, people.map(gone)),
  query: (query, { order, cursor, limit }, signal) =>
    (order === "newest" ? newest : relevant)(query, cursor, limit, signal),
  suggest,
};

async function newest(
  query: Query,
  cursor: Cursor | null,
  limit: number,
  signal?: AbortSignal,
): Promise<Hits> {
  const from = cursor && "below" in cursor ? cursor.below : query.below;
  const range = { above: query.above, below: Math.min(from, query.below) };
  const { found, reached } = await walk(query, range, { wanted: limit + 1, signal });
  const ids = found.slice(0, limit).map(({ id }) => id);
  const last = found.length > limit ? (ids.at(-1) ?? null) : reached;
  return { ids, next: last === null ? null : { below: last } };
}

/**
 * Where all rank alike, the newest are the best. What was not looked at comes after what was: it is ranked by itself, from
 * its newest on.
 */
async function relevant(
  query: Query,
  cursor: Cursor | null,
  limit: number,
  signal?: AbortSignal,
): Promise<Hits> {
  const place = cursor && "offset" in cursor ? cursor : null;
  const from = cursor && ("below" in cursor ? cursor.below : cursor.newest + 1);
  const below = Math.min(from ?? query.below, query.below);
  const offset = place?.offset ?? 0;
  const wish = isRanked(query)
    ? { wanted: RANKED, enough: ENOUGH, first: RANKED }
    : { wanted: Math.min(offset + limit + 1, MOST_RELEVANT) };
  const { found, reached } = await walk(query, { above: query.above, below }, { ...wish, signal });
  const newest = place?.newest ?? found[0]?.id ?? 0;
  const ranked = found.sort((a, b) => b.score - a.score || b.id - a.id).slice(0, MOST_RELEVANT);
  const ids = ranked.slice(offset, offset + limit).map(({ id }) => id);
  if (offset + limit < ranked.length) return { ids, next: { newest, offset: offset + limit } };
  const isEnd = reached === null || ranked.length === MOST_RELEVANT;
  return { ids, next: isEnd ? null : { below: reached } };
}
