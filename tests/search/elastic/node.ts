import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { KINDS } from "../../../src/search/documents.ts";
import { noteBuilding } from "../../../src/search/elastic/building.ts";
import { newClient, type Place } from "../../../src/search/elastic/client.ts";
import { type Elastic, newElastic } from "../../../src/search/elastic/engine.ts";
import { aliasOf, createNext, swap } from "../../../src/search/elastic/indices.ts";
import { rebuild } from "../../../src/search/elastic/rebuild.ts";

/** A real node for tests; `.ci/elasticsearch` starts one. */
export const NODE = process.env.TEST_ELASTICSEARCH_URL ?? "";

/** What starts such a node: see `.ci/elasticsearch`. */
export const START =
  process.env.TEST_ELASTICSEARCH_START ?? join(import.meta.dirname, "../../../../shared/elasticsearch/start");

/**
 * Suites that need the node. Without one they are skipped and counted as such; where one could have been started and
 * everything is to be tested, that is a failure.
 */
export function withNode(name: string, suite: () => void): void {
  if (NODE === "") {
    console.log(
      `Skipped: ${name}. It needs Elasticsearch: see .ci/elasticsearch, or set TEST_ELASTICSEARCH_URL.`,
    );
    const missed =
      process.env.CI === "true" && existsSync(START) && process.env.TEST_ELASTICSEARCH !== "later";
    test.if(missed)(`${name}: the node can be started here, so it must be`, () => {
      expect(NODE).not.toBe("");
    });
  }
  describe.skipIf(NODE === "")(name, suite);
}

let places = 0;
const made: Place[] = [];

/** A site of its own in the cluster, at another address than the node's if need be. */
export function newPlace(url = NODE): Place {
  const place = { url, prefix: `test-${process.pid}-${Date.now()}-${places++}`, shards: 1, replicas: 0 };
  made.push(place);
  return place;
}

/** An engine with indices that hold what the database does. */
export async function newSite(place = newPlace()): Promise<Elastic> {
  await noteBuilding(null);
  const elastic = newElastic(place);
  await rebuild(elastic);
  return elastic;
}

/** An engine with indices that hold nothing yet. */
export async function emptySite(): Promise<Elastic> {
  const elastic = newElastic(newPlace());
  for (const kind of KINDS) await createNext(elastic.client, elastic.place, kind);
  await swap(elastic.client, elastic.place);
  return elastic;
}

/** Waits until what was written is found. */
export async function settle({ client, place }: Elastic): Promise<void> {
  await client.indices.refresh(
    { index: KINDS.map((kind) => aliasOf(place, kind)) },
    { requestTimeout: 30_000 },
  );
}

/** The sites of this run go when it ends. */
export async function removeSites(): Promise<void> {
  const client = newClient(newPlace());
  const known = Object.keys(await client.indices.get({ index: `test-${process.pid}-*` }));
  for (const index of known) await client.indices.delete({ index }, { requestTimeout: 30_000 });
}
