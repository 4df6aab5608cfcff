/** `bun run admin`: what the person who runs the site does from the shell. */
import { parseArgs } from "node:util";
import { closeDatabase } from "../../db/client.ts";
import { migrate } from "../../db/migrate.ts";
import { loadedLocales } from "../../locales/i18n-util.js";
import { loadLocale } from "../../locales/i18n-util.sync.js";
import { AdminsAccount, signUp } from "../domain/accounts.ts";
import { env } from "../env.ts";
import type { Problem } from "../web/forms.ts";

const USAGE = `Usage: bun run admin user create NAME [--admin] [--email ADDRESS]

Makes an account, also where registration is closed. The password is the first line of standard input;
where that is a terminal, a password is made and printed.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { admin: { type: "boolean" }, email: { type: "string" }, help: { type: "boolean" } },
});
const [noun, verb, name, ...rest] = positionals;

if (noun !== "user" || verb !== "create" || name === undefined || rest.length > 0 || values.help) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}
await migrate(env.DATABASE_URL, { say: console.log });
const complaint = await createUser(name);
await closeDatabase();
if (complaint) console.error(complaint);
process.exit(complaint ? 1 : 0);

/** Null when it is done. */
async function createUser(username: string): Promise<string | null> {
  const given = process.stdin.isTTY ? "" : ((await Bun.stdin.text()).split("\n")[0] ?? "").trim();
  const password = given || crypto.randomUUID();
  const email = typeof values.email === "string" ? values.email : null;
  const account = AdminsAccount.safeParse({ username, email, password });
  if (!account.success) return complain(account.error.issues.map((issue) => issue.message));

  const made = await signUp({ ...account.data, admin: values.admin === true });
  if ("taken" in made) return complain(Object.values(made.taken));
  console.log(`${username} can sign in${given ? "" : ` with the password ${password}`}.`);
  return null;
}

/** The problems in words, as the form would say them. */
function complain(problems: string[]): string {
  loadLocale("en");
  return problems.map((problem) => loadedLocales.en.problems[problem as Problem]).join("\n");
}
