/** `bun run admin`: what the person who runs the site does from the shell. */
import { parseArgs } from "node:util";
import { migrate } from "../../db/migrate.ts";
import { loadedLocales } from "../../locales/i18n-util.js";
import { loadLocale } from "../../locales/i18n-util.sync.js";
import { AdminsAccount, signUp } from "../domain/accounts.ts";
import { env } from "../env.ts";
import type { Problem } from "../web/forms.ts";
import { checkSearch } from "./admin/search-check.ts";
import { Complaint, command } from "./command.ts";

const USAGE = `Usage: bun run admin user create NAME [--admin] [--email ADDRESS]

Makes an account, also where registration is closed. The password is the first line of standard input;
where there is none, a password is made and printed.

       bun run admin search-check [--repair] [--json]

Compares the search index with the posts and people there are, and repairs what differs.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    ...{ admin: { type: "boolean" }, email: { type: "string" }, help: { type: "boolean" } },
    ...{ repair: { type: "boolean" }, json: { type: "boolean" } },
  },
});
const [noun, verb, username, ...rest] = positionals;

await command(async () => {
  if (values.help) return console.log(USAGE);
  if (noun === "search-check" && verb === undefined) {
    await migrate(env.DATABASE_URL, { say: console.log });
    return await checkSearch([], values);
  }
  if (noun !== "user" || verb !== "create" || !username || rest.length > 0) throw new Complaint(USAGE);
  await migrate(env.DATABASE_URL, { say: console.log });
  await createUser(username);
});

async function createUser(username: string) {
  const given = process.stdin.isTTY ? "" : ((await Bun.stdin.text()).split("\n")[0] ?? "").trim();
  const password = given || crypto.randomUUID();
  const email = typeof values.email === "string" ? values.email : null;
  const account = AdminsAccount.safeParse({ username, email, password });
  if (!account.success) throw complaint(account.error.issues.map((issue) => issue.message));

  const made = await signUp({ ...account.data, admin: values.admin === true });
  if ("taken" in made) throw complaint(Object.values(made.taken));
  console.log(`${username} can sign in${given ? "" : ` with the password ${password}`}.`);
}

/** The problems as the form would say them. */
function complaint(problems: string[]): Complaint {
  loadLocale("en");
  return new Complaint(problems.map((problem) => loadedLocales.en.problems[problem as Problem]).join("\n"));
}
