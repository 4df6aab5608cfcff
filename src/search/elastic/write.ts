import type { Client, estypes } from "@elastic/elasticsearch";
import { log } from "../../log.ts";
import { WRITE_PATIENCE } from "./client.ts";
import { Busy, NoIndex } from "./faults.ts";

/** One document to be written, or removed where it has no fields. */
export interface Change {
  id: number;
  revision: number;
  fields: Record<string, unknown> | null;
}

/**
 * Writes changes to the index behind an alias. A document that is there in a higher revision stays as it is.
 * Throws when it has to be tried again, by and by. One that is never taken holds up no other: the log tells of it.
 */
export async function write(
  client: Client,
  alias: string,
  changes: Change[],
  requestTimeout = WRITE_PATIENCE,
): Promise<void> {
  if (changes.length === 0) return;
  const known = await fieldsOf(client, alias, requestTimeout);
  const operations = changes.flatMap(({ id, revision, fields }) => {
    const target = { _id: String(id), version: revision, version_type: "external_gte" as const };
    return fields === null ? [{ delete: target }] : [{ index: target }, only(known, fields)];
  });
  const { items } = await client.bulk({ index: alias, require_alias: true, operations }, { requestTimeout });
  for (const { status, error } of items.flatMap(outcomes)) {
    if (error === undefined || status === CONFLICT) continue;
    if (status === NOT_FOUND) throw new NoIndex();
    if (status !== NEVER) throw new Busy();
    log.error({ fault: error.type }, "Elasticsearch did not take a document.");
  }
}

const NEVER = 400;
const NOT_FOUND = 404;
/** A newer document is there, and stays. */
const CONFLICT = 409;

const outcomes = (item: estypes.BulkResponse["items"][number]) => Object.values(item);

/** An index of an older mapping knows fewer fields, and refuses what it does not know. */
const only = (known: Set<string>, fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => known.has(name)));

/** The fields of the index behind an alias. */
async function fieldsOf(client: Client, alias: string, requestTimeout: number): Promise<Set<string>> {
  const [index] = Object.values(await client.indices.getMapping({ index: alias }, { requestTimeout }));
  return new Set(Object.keys(index?.mappings.properties ?? {}));
}
