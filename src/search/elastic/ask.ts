import type { Client, estypes } from "@elastic/elasticsearch";
import { eq } from "drizzle-orm";
import { db } from "../../../db/client.ts";
import { follows } from "../../../db/schema.ts";
import { type Cursor, type Hits, MOST_RELEVANT, type Order, type Query } from "../engine.ts";
import { isRanked } from "../needle.ts";
import { clauseOf, withRecency } from "./query.ts";

/** What one `terms` clause may hold. */
const MOST_FOLLOWEES = 65_536;

/** Which index is asked, and who may call it off. */
export interface Asked {
  client: Client;
  index: string;
  signal: AbortSignal | undefined;
}

interface Page {
  order: Order;
  cursor: Cursor | null;
  limit: number;
}

/** A page of the posts that match. */
export async function askForPosts(asked: Asked, query: Query, page: Page): Promise<Hits> {
  const reader = query.followedBy ?? query.notFollowedBy; // both are whoever asks
  const followees = reader === null ? [] : await followeesOf(reader);
  const clause = clauseOf(query, followees);
  if (clause === null) return { ids: [], next: null };
  return page.order === "newest"
    ? newest(asked, clause, page)
    : relevant(asked, clause, isRanked(query), page);
}

async function newest(
  asked: Asked,
  clause: estypes.QueryDslBoolQuery,
  { cursor, limit }: Page,
): Promise<Hits> {
  const below = cursor && "below" in cursor ? [{ range: { id: { lt: cursor.below } } }] : [];
  const ids = await idsOf(asked, {
    query: { bool: { filter: [{ bool: clause }, ...below] } }, // not scored, as nothing is ranked
    sort: [{ id: "desc" }],
    size: limit,
  });
  const last = ids.at(-1);
  return { ids, next: last === undefined || ids.length < limit ? null : { below: last } };
}

/**
 * The newest id of the first page is fixed: what is published while someone reads on moves nothing. Where there are only
 * beginnings and operators, all rank alike, and the newest are the best.
 */
async function relevant(
  asked: Asked,
  clause: estypes.QueryDslBoolQuery,
  ranked: boolean,
  { cursor, limit }: Page,
): Promise<Hits> {
  const { newest, offset } =
    cursor && "newest" in cursor ? cursor : { newest: await newestId(asked), offset: 0 };
  const size = Math.min(limit, MOST_RELEVANT - offset);
  if (size <= 0) return { ids: [], next: null };
  const upTo = { range: { id: { lte: newest } } };
  const ids = await idsOf(asked, {
    ...(ranked
      ? {
          query: { bool: { must: [{ bool: withRecency(clause, newest) }], filter: [upTo] } },
          sort: ["_score", { id: "desc" }],
        }
      : { query: { bool: { filter: [{ bool: clause }, upTo] } }, sort: [{ id: "desc" }] }),
    from: offset,
    size,
    preference: String(newest), // copies of an index rank a little differently: a reader is shown one of them
  });
  const end = offset + ids.length;
  return { ids, next: ids.length < limit || end >= MOST_RELEVANT ? null : { newest, offset: end } };
}

const newestId = async (asked: Asked) => (await idsOf(asked, { sort: [{ id: "desc" }], size: 1 }))[0] ?? 0;

/** Ids of what a search finds, in its order. */
export async function idsOf(asked: Asked, search: estypes.SearchRequest): Promise<number[]> {
  const { client, index, signal } = asked;
  const { hits } = await client.search(
    { index, track_total_hits: false, docvalue_fields: ["id"], ...search },
    signal === undefined ? {} : { signal },
  );
  return hits.hits.map(({ fields }) => Number(fields?.id[0]));
}

async function followeesOf(reader: number): Promise<number[]> {
  const rows = await db
    .select({ id: follows.followeeId })
    .from(follows)
    .where(eq(follows.followerId, reader))
    .limit(MOST_FOLLOWEES);
  return rows.map(({ id }) => id);
}
