import type { Client } from "@elastic/elasticsearch";
import { log } from "../../log.ts";
import { KINDS, type Kind } from "../documents.ts";
import type { Place } from "./client.ts";
import { expectVersion, isMissing, NoIndex } from "./faults.ts";
import { MAPPINGS, VERSION } from "./mapping.ts";

/** The alias that searches and changes go to. */
export const aliasOf = ({ prefix }: Place, kind: Kind) => `${prefix}-${kind}`;

/** The alias of an index that is being built; changes go there as well. */
export const nextAliasOf = (place: Place, kind: Kind) => `${aliasOf(place, kind)}-next`;

/** The mapping that an index was made with. */
export const versionOf = (index: string) => Number(/-v(\d+)-\d+$/.exec(index)?.[1]);

/** Nobody waits for what is done to a whole index, in milliseconds. */
const UNHURRIED = { requestTimeout: 60_000 };

/** How long a deletion is remembered: longer than a change that was read before it may still be on its way. */
const REMEMBER_DELETED = "1h";

/**
 * Makes an empty index that can be filled fast, and it alone is behind the alias of what is being built: one that a
 * killed builder asked for may come to be at any time. Answers its name.
 */
export async function createNext(client: Client, place: Place, kind: Kind): Promise<string> {
  const index = `${aliasOf(place, kind)}-v${VERSION}-${Date.now()}`;
  const settings = {
    number_of_shards: place.shards,
    number_of_replicas: 0,
    refresh_interval: "-1",
    gc_deletes: REMEMBER_DELETED,
    // In the order of the pages: a search for the newest has seen enough after a page of them.
    ...(kind === "posts" ? { sort: { field: "id", order: "desc" as const } } : {}),
  };
  await client.indices.create({ index, settings, mappings: MAPPINGS[kind] }, UNHURRIED);
  const alias = nextAliasOf(place, kind);
  const actions = [
    { remove: { index: `${aliasOf(place, kind)}-v*-*`, alias, must_exist: false } },
    { add: { index, alias } },
  ];
  await client.indices.updateAliases({ actions }, UNHURRIED);
  return index;
}

/** Removes what was being built, and what does not serve. */
export async function removeNext(client: Client, place: Place): Promise<void> {
  for (const kind of KINDS) {
    const alias = aliasOf(place, kind);
    const serving = await indexBehind(client, alias);
    const index = (await allIndices(client, alias)).filter((name) => name !== serving);
    if (index.length > 0) await client.indices.delete({ index }, UNHURRIED);
  }
}

/**
 * Puts what was built in the place of the old, for all kinds in one step, and removes the old: also what a builder has
 * left that was killed while its request was on the way.
 */
export async function swap(client: Client, place: Place): Promise<void> {
  const actions = [];
  for (const kind of KINDS) {
    const [alias, nextAlias] = [aliasOf(place, kind), nextAliasOf(place, kind)];
    const index = await indexBehind(client, nextAlias);
    if (index === null) throw new NoIndex();
    const settings = { number_of_replicas: place.replicas, refresh_interval: "1s" };
    await client.indices.putSettings({ index, settings }, UNHURRIED);
    await client.indices.refresh({ index }, UNHURRIED);
    actions.push({ remove: { index, alias: nextAlias } }, { add: { index, alias } });
    for (const old of await allIndices(client, alias))
      if (old !== index) actions.push({ remove_index: { index: old } });
  }
  await client.indices.updateAliases({ actions }, UNHURRIED);
}

/** Every index that was ever made for an alias and is still there. */
async function allIndices(client: Client, alias: string): Promise<string[]> {
  const names = Object.keys(await client.indices.get({ index: `${alias}-v*-*` }));
  return names.filter((name) => name.startsWith(alias) && /^-v\d+-\d+$/.test(name.slice(alias.length)));
}

/** The index that an alias leads to; null when there is none. */
export async function indexBehind(client: Client, alias: string): Promise<string | null> {
  try {
    return Object.keys(await client.indices.getAlias({ name: alias }))[0] ?? null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

let complainedOf = "";

/**
 * Throws unless Elasticsearch is of our version and has our indices. Those of another mapping go on serving; the log
 * says what to run.
 */
export async function expectIndices(client: Client, place: Place): Promise<void> {
  // Asked in plain JSON: an older version refuses the client's own media type without telling which it is.
  const { version } = await client.info({}, { headers: { accept: "application/json" } });
  expectVersion(version.number);
  for (const kind of KINDS) {
    const index = await indexBehind(client, aliasOf(place, kind));
    if (index === null) throw new NoIndex();
    if (versionOf(index) === VERSION || complainedOf === index) continue;
    complainedOf = index;
    log.warn(
      `The index ${index} is not of version ${VERSION}: run \`bun run reindex\`. It serves until then.`,
    );
  }
}
