/**
 * `bun run seed`: puts the demo's people and posts into an empty database. With `--people N --posts N --follows N` it
 * makes a world of that size instead, for measuring.
 */
import { parseArgs } from "node:util";
import { seedDemo } from "../../db/demo.ts";
import { migrate } from "../../db/migrate.ts";
import { makeWorld, NoWorld, WORLD_PASSWORD } from "../../db/world.ts";
import { env } from "../env.ts";
import { Complaint, command } from "./command.ts";
import { progressBar } from "./progress.ts";

const NAMES = ["people", "posts", "follows"] as const;
const OPTIONS = "bun run seed takes no options, or all of --people N, --posts N and --follows N.";

await command(() => (process.argv.length > 2 ? world(process.argv.slice(2)) : demo()));

async function demo() {
  await migrate(env.DATABASE_URL, { say: console.log });
  const visitor = await seedDemo();
  if (visitor) console.log(`Sign in as ${visitor.username} with the password ${visitor.password}.`);
  else console.log("This database has people of its own: nothing was put in.");
}

async function world(args: string[]) {
  const size = sizeOf(args);
  await migrate(env.DATABASE_URL, { say: console.log });
  await makeWorld({ ...size, onProgress: progressBar() }).catch((error) => {
    throw error instanceof NoWorld ? new Complaint(error.message) : error;
  });
  console.log(`Sign in as reader245, star or anyone else with the password ${WORLD_PASSWORD}.`);
}

/** What the options ask for. */
function sizeOf(args: string[]): Record<(typeof NAMES)[number], number> {
  const options = Object.fromEntries(NAMES.map((name) => [name, { type: "string" as const }]));
  const { values, positionals } = parseArgs({ args, options, strict: false, allowPositionals: true });
  const known = Object.keys(values).every((name) => name in options);
  if (!known || positionals.length > 0 || Object.keys(values).length < NAMES.length)
    throw new Complaint(OPTIONS);

  const wrong = NAMES.find((name) => !/^\d{1,9}$/.test(String(values[name])));
  if (wrong) throw new Complaint(`--${wrong} must be a whole number, such as 10000.`);
  return { people: Number(values.people), posts: Number(values.posts), follows: Number(values.follows) };
}
