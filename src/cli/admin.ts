/** `bun run admin`: what the person who runs the site does from the shell. */
import { parseArgs } from "node:util";
import { migrate } from "../../db/migrate.ts";
import { loadedLocales } from "../../locales/i18n-util.js";
import { loadLocale } from "../../locales/i18n-util.sync.js";
import { AdminsAccount, signUp } from "../domain/accounts.ts";
import { resealAuthenticators } from "../domain/authenticators.ts";
import { env } from "../env.ts";
import type { Problem } from "../web/forms.ts";
import { Complaint, command } from "./command.ts";
import { printEvents, removeApp, signOut } from "./protect.ts";

const USAGE = `Usage: bun run admin user create NAME [--admin] [--email ADDRESS]
       bun run admin user sign-out USER
       bun run admin user remove-app USER
       bun run admin events USER [--json]
       bun run admin reseal

user create      Makes an account, also where registration is closed. The password is the first line of standard
                 input; where there is none, a password is made and printed.
user sign-out    Ends all sessions of an account.
user remove-app  For someone who lost both the authenticator app and the recovery codes, once you know that it is
                 them: the password alone is then enough to sign in.
events           What happened to an account lately: sign-ins, wrong passwords, changes.
reseal           After SECRET_KEY was changed: seals the secrets of authenticator apps with the new one.

USER is a user name or an email address.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    admin: { type: "boolean" },
    email: { type: "string" },
    json: { type: "boolean" },
    help: { type: "boolean" },
  },
});
const { length } = positionals;
const [noun, verb = "", username = ""] = positionals;

await command(async () => {
  if (values.help) return console.log(USAGE);
  const task = taskOf();
  await migrate(env.DATABASE_URL, { say: console.error });
  await task();
});

function taskOf(): () => Promise<void> {
  if (noun === "user" && verb === "create" && length === 3) return () => createUser(username);
  if (noun === "user" && verb === "sign-out" && length === 3) return () => signOut(username);
  if (noun === "user" && verb === "remove-app" && length === 3) return () => removeApp(username);
  if (noun === "events" && length === 2) return () => printEvents(verb, { json: values.json === true });
  if (noun === "reseal" && length === 1) return reseal;
  throw new Complaint(USAGE);
}

async function reseal() {
  const { resealed, lost } = await resealAuthenticators();
  console.log(`Secrets that were sealed anew: ${resealed}.`);
  if (lost > 0)
    throw new Complaint(
      `Secrets that could not be opened: ${lost}. Neither SECRET_KEY nor SECRET_KEY_OLD fits.`,
    );
}

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
