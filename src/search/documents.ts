import { and, asc, eq, gt, inArray, lte, type SQL } from "drizzle-orm";
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

/** How many there are of a kind, with ids up to `upTo`. */
export async function countRows(kind: Kind, upTo = Number.MAX_SAFE_INTEGER): Promise<number> {
  const { id } = TABLES[kind];
  return db.$count(
    TABLES[kind],
    kind === "posts" ? lte(id, upTo) : and(lte(id, upTo), eq(users.hidden, false)),
  );
}
