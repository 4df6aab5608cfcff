import { and, asc, eq, getTableName, gt, inArray, type SQL, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { posts, users } from "../../db/schema.ts";
import { newId } from "../domain/ids.ts";
import type { PersonDocument, PostDocument } from "./engine.ts";

/** What engines keep copies of. */
export const KINDS = ["posts", "people"] as const;
export type Kind = (typeof KINDS)[number];

export interface Documents {
  posts: PostDocument[];
  people: PersonDocument[];
}

const TABLES = { posts, people: users };

/** Those of a kind with an id above `after`, in the order of their ids. */
export const documentsAfter = <K extends Kind>(kind: K, after: number, limit: number) =>
  read(kind, gt(TABLES[kind].id, after), limit);

/** Those of a kind with these ids, as far as there are any. */
export const documentsOf = async <K extends Kind>(kind: K, ids: number[]): Promise<Documents[K]> =>
  ids.length === 0 ? ([] as unknown as Documents[K]) : read(kind, inArray(TABLES[kind].id, ids), ids.length);

async function read<K extends Kind>(kind: K, which: SQL, limit: number): Promise<Documents[K]> {
  const rows = kind === "posts" ? readPosts(which, limit) : readPeople(which, limit);
  return (await rows) as Documents[K];
}

function readPosts(which: SQL, limit: number): Promise<PostDocument[]> {
  const { id, authorId, body, language, revision } = posts;
  const rows = db.select({ id, authorId, body, language, revision }).from(posts).where(which);
  return rows.orderBy(asc(id)).limit(limit);
}

/** People have no revision: what was read later is newer. Nobody finds those who are hidden. */
async function readPeople(which: SQL, limit: number): Promise<PersonDocument[]> {
  const { id, username, name } = users;
  const revision = newId(); // before they are read
  const shown = and(which, eq(users.hidden, false));
  const rows = await db.select({ id, username, name }).from(users).where(shown).orderBy(asc(id)).limit(limit);
  return rows.map((person) => ({ ...person, revision }));
}

const COUNTED = 100_000;

/** How many there are of a kind; of more than a hundred thousand the server's estimate, as counting takes too long. */
export async function countRows(kind: Kind): Promise<number> {
  const table = TABLES[kind];
  const some = db
    .select({ id: table.id })
    .from(table)
    .limit(COUNTED + 1);
  const counted = await db.$count(some.as("some"));
  if (counted <= COUNTED) return counted;
  const [rows] = await db.execute(sql`
    select table_rows as estimate from information_schema.tables
    where table_schema = database() and table_name = ${getTableName(table)}`);
  const [row] = rows as unknown as { estimate: number | null }[];
  return Math.max(counted, Number(row?.estimate ?? 0));
}
