import type { Client } from "@elastic/elasticsearch";
import type { Documents, Kind } from "../documents.ts";
import type { Engine } from "../engine.ts";
import { askForPosts } from "./ask.ts";
import { isBuilding } from "./building.ts";
import { newClient, type Place } from "./client.ts";
import { isMissing, NoIndex } from "./faults.ts";
import { aliasOf, expectIndices, nextAliasOf } from "./indices.ts";
import { personFields, postFields } from "./mapping.ts";
import { askForPeople } from "./people.ts";
import { type Change, write } from "./write.ts";

/** The engine on Elasticsearch, and what only whoever keeps it in order needs. */
export interface Elastic extends Engine {
  readonly name: "elasticsearch";
  readonly client: Client;
  readonly place: Place;
  /** Throws a sentence for the operator unless all is in order. */
  look(): Promise<void>;
}

/** It asks, and throws what comes: who answers while it is away is for `choose.ts` to say. */
export function newElastic(place: Place): Elastic {
  const client = newClient(place);
  const posts = aliasOf(place, "posts");
  const people = aliasOf(place, "people");

  /**
   * What is being built must not miss a change. Whether anything is, is asked last, as rows that were read before are in
   * what is begun later; it is written first, as it may take the other's place meanwhile.
   */
  async function change(kind: Kind, changes: Change[]) {
    if (changes.length === 0) return;
    if (await isBuilding()) await write(client, nextAliasOf(place, kind), changes).catch(unlessMissing);
    await write(client, aliasOf(place, kind), changes);
  }

  return {
    name: "elasticsearch",
    client,
    place,
    look: () => expectIndices(client, place),
    index: (documents) => change("posts", changesOf(documents)),
    remove: (gone) => change("posts", gone.map(removal)),
    query: (query, page, signal) => askForPosts({ client, index: posts, signal }, query, page),
    indexPeople: (documents) => change("people", changesOf(documents)),
    removePeople: (gone) => change("people", gone.map(removal)),
    suggest: (prefix, limit, signal) => askForPeople({ client, index: people, signal }, prefix, limit),
  };
}

/** Documents as they are written. */
export function changesOf(documents: Documents[Kind]): Change[] {
  return documents.map((document) => ({
    id: document.id,
    revision: document.revision,
    fields: "body" in document ? postFields(document) : personFields(document),
  }));
}

const removal = ({ id, revision }: { id: number; revision: number }): Change => ({
  id,
  revision,
  fields: null,
});

/** Whoever builds will find out that it is gone, or has just taken its place. */
function unlessMissing(error: unknown) {
  if (!(isMissing(error) || error instanceof NoIndex)) throw error;
}
