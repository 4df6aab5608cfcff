import type { Copies } from "../check.ts";
import { idsWaiting } from "./changes.ts";
import type { Elastic } from "./engine.ts";
import { aliasOf } from "./indices.ts";
import { personFields, postFields } from "./mapping.ts";

/** What Elasticsearch keeps. Copies are told apart by the sum of their fields. */
export const elasticCopies = (engine: Elastic): Copies => ({
  engine,
  waiting: idsWaiting,
  contentOf: (document) => `${("body" in document ? postFields(document) : personFields(document)).sum}`,
  async copiesAfter(kind, after, limit) {
    const { hits } = await engine.client.search(
      {
        index: aliasOf(engine.place, kind),
        query: { range: { id: { gt: after } } },
        sort: [{ id: "asc" }],
        size: limit,
        docvalue_fields: ["id", "sum"],
        track_total_hits: false,
      },
      { requestTimeout: 30_000 },
    );
    return hits.hits.map(({ fields }) => ({ id: Number(fields?.id[0]), content: `${fields?.sum?.[0]}` }));
  },
});
