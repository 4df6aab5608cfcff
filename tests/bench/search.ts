/**
 * `bun run bench:search [--posts N] [--database URL] [--elasticsearch URL]`: how long a search takes as one types, among a
 * million posts unless told otherwise. The world and its index are made once, on a private server under `.data` or in the
 * empty database of the address. With the address of an Elasticsearch that one is measured, from an index made there.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { migrate } from "../../db/migrate.ts";
import { createDatabase, startPrivateServer } from "../../db/private-server.ts";
import { progressBar } from "../../src/cli/progress.ts";

const { values } = parseArgs({
  options: {
    posts: { type: "string", default: "1000000" },
    database: { type: "string" },
    elasticsearch: { type: "string" },
  },
});
const posts = Number(values.posts);

/** What a server that keeps so many posts is given. */
const MEMORY = 1024 ** 3;
const server = values.database
  ? null
  : await startPrivateServer({ data: join(import.meta.dirname, `../../.data/bench-search-${posts}`) });
const url = values.database ?? server?.url("microblog") ?? "";
await createDatabase(url);
await migrate(url);
Object.assign(process.env, { DATABASE_URL: url, NODE_ENV: "production", ORIGIN: "http://localhost" });
if (values.elasticsearch) {
  const [ELASTICSEARCH_PREFIX, ELASTICSEARCH_REPLICAS] = [`bench-${posts}`, "0"];
  const ELASTICSEARCH_URL = values.elasticsearch;
  Object.assign(process.env, { ELASTICSEARCH_URL, ELASTICSEARCH_PREFIX, ELASTICSEARCH_REPLICAS });
}

// What reads the settings may be loaded only now.
const { makeWorld } = await import("../../db/world.ts");
const { closeDatabase, db } = await import("../../db/client.ts");
const schema = await import("../../db/schema.ts");
const { engines } = await import("../../src/search/choose.ts");
const { rebuild } = await import("../../src/search/elastic/rebuild.ts");
const { fillIndex } = await import("./search-fill.ts");
const { measureSearch } = await import("./search-measure.ts");

const people = Math.max(6000, Math.round(posts / 20));
const said = progressBar();
if ((await db.$count(schema.users)) === 0) {
  await makeWorld({ people, posts, follows: people * 20, onProgress: said });
}
const mark = { key: "bench-search", value: "weighed" };
const [whole] = await db.select().from(schema.settings);
if (whole?.value !== mark.value) {
  await db.delete(schema.settings);
  await db.execute("truncate table search_terms");
  await db.execute("truncate table search_posts");
  await fillIndex(url, (done) => said({ step: "index", done, total: posts }));
  await db.insert(schema.settings).values(mark);
}
const elastic = engines.elasticsearch?.engine;
if (elastic) await elastic.look().catch(() => rebuild(elastic, { onProgress: said }));
if (server) await db.execute(`set global innodb_buffer_pool_size = ${MEMORY}`);
console.log(await measureSearch(posts));
await closeDatabase();
await server?.stop();
