/**
 * `bun run seed`: puts the demo's people and posts into an empty database. With `--people N --posts N --follows N` it
 * makes a world of that size instead, for measuring.
 */
import { parseArgs } from "node:util";
import { closeDatabase } from "../../db/client.ts";
import { seedDemo } from "../../db/demo.ts";
import { migrate } from "../../db/migrate.ts";
import { makeWorld, NoWorld, WORLD_PASSWORD } from "../../db/world.ts";
import { env } from "../env.ts";
import { progressBar } from "./progress.ts";

const NAMES = ["people", "posts", "follows"] as const;
const OPTIONS = "bun run seed takes no options, or all of --people N, --posts N and --follows N.";

const complaint = process.argv.length > 2 ? await world(process.argv.slice(2)) : await demo();
await closeDatabase();
if (complaint) console.error(complaint);
process.exit(complaint ? 1 : 0);

async function demo(): Promise<null> {
  const visitor = await seedDemo();
  if (visitor) console.log(`Sign in as ${visitor.username} with the password ${visitor.password}.`);
  else console.log("This database has people of its own: nothing was put in.");
  return null;
}

/** Null when it is done. */
async function world(args: string[]): Promise<string | null> {
  const size = sizeOf(args);
  if (typeof size === "string") return size;
  try {
    await migrate(env.DATABASE_URL, { say: console.log });
    await makeWorld({ ...size, onProgress: progressBar() });
  } catch (error) {
    if (error instanceof NoWorld) return error.message;
    throw error;
  }
  console.log(`Sign in as reader245, star or anyone else with the password ${WORLD_PASSWORD}.`);
  return null;
}

/** What the options ask for, or what is wrong with them. */
function sizeOf(args: string[]): Record<(typeof NAMES)[number], number> | string {
  const options = Object.fromEntries(NAMES.map((name) => [name, { type: "string" as const }]));
  const { values, positionals } = parseArgs({ args, options, strict: false, allowPositionals: true });
  const known = Object.keys(values).every((name) => name in options);
  if (!known || positionals.length > 0 || Object.keys(values).length < NAMES.length) return OPTIONS;

  const wrong = NAMES.find((name) => !/^\d{1,9}$/.test(String(values[name])));
  if (wrong) return `--${wrong} must be a whole number, such as 10000.`;
  return { people: Number(values.people), posts: Number(values.posts), follows: Number(values.follows) };
}
