import { asc, eq, sql } from "drizzle-orm";
import { db, type Transaction } from "../../../db/client.ts";
import { searchChanges } from "../../../db/schema.ts";
import { newId } from "../../domain/ids.ts";
import type { Kind } from "../documents.ts";

/** A post or person of which Elasticsearch is to be told, whatever became of it. */
export interface Changed {
  kind: Kind;
  id: number;
  /** New with each time it changes. */
  change: number;
}

/** Notes that Elasticsearch is to be told of these, as part of `tx`. */
export async function noteChanged(tx: Transaction, kind: Kind, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = ids.map((id) => ({ kind, id, change: newId() }));
  await tx
    .insert(searchChanges)
    .values(rows)
    .onDuplicateKeyUpdate({ set: { change: sql`values(${sql.identifier("change")})` } });
}

/** Those that changed longest ago. */
export const nextChanged = (limit: number): Promise<Changed[]> =>
  db.select().from(searchChanges).orderBy(asc(searchChanges.change)).limit(limit);

/** It was told of these; what has changed since then stays noted. */
export async function forgetChanged(told: Changed[]): Promise<void> {
  if (told.length === 0) return;
  const each = told.map(({ kind, id, change }) => sql`(${kind}, ${id}, ${change})`);
  const { kind, id, change } = searchChanges;
  await db.delete(searchChanges).where(sql`(${kind}, ${id}, ${change}) in (${sql.join(each, sql`, `)})`);
}

/** Of whom it has not been told yet. */
export async function idsWaiting(kind: Kind): Promise<Set<number>> {
  const rows = await db
    .select({ id: searchChanges.id })
    .from(searchChanges)
    .where(eq(searchChanges.kind, kind));
  return new Set(rows.map(({ id }) => id));
}
