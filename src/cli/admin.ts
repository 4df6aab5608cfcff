/** `bun run admin`: what the person who runs the site does from the shell. */
import { parseArgs } from "node:util";
import { migrate } from "../../db/migrate.ts";
import { env } from "../env.ts";
import { printEvents } from "./admin/events.ts";
import { changeMailDomains } from "./admin/mail-domains.ts";
import { listFailedMail } from "./admin/mail-failed.ts";
import { removeApp, reseal, signOut } from "./admin/protect.ts";
import { printResetLink } from "./admin/reset-link.ts";
import { createUser } from "./admin/user-create.ts";
import { Complaint, command } from "./command.ts";

const USAGE = `Usage: bun run admin COMMAND

user create NAME [--admin] [--email ADDRESS]
  Makes an account, also where registration is closed. The password is the first line of standard input;
  where there is none, a password is made and printed.
user sign-out USER
  Ends all sessions of an account. USER is a user name or an email address.
user remove-app USER
  For someone who lost both the authenticator app and the recovery codes, once you know that it is them: the password
  alone is then enough to sign in.
events USER [--json]
  What happened to an account lately: sign-ins, wrong passwords, changes.
reseal
  After SECRET_KEY was changed: seals the secrets of authenticator apps with the new one.
reset-link NAME
  Prints a link that leads this person to a new password. It works once, for 10 minutes.
mail failed
  Lists the mails that were refused or given up: when, to whom, why.
mail-domains list | on | off | allow DOMAIN | refuse DOMAIN
  Whose addresses nobody may register with: a kept list of throw-away mail, on or off, and what you say of single domains.`;

type Options = ReturnType<typeof parseOptions>["values"];

/** The commands by the words that name them, each with how many words follow. */
const COMMANDS: [
  words: string,
  follow: number[],
  run: (words: string[], options: Options) => Promise<void>,
][] = [
  ["user create", [1], createUser],
  ["user sign-out", [1], signOut],
  ["user remove-app", [1], removeApp],
  ["events", [1], printEvents],
  ["reseal", [0], reseal],
  ["reset-link", [1], printResetLink],
  ["mail failed", [0], listFailedMail],
  ["mail-domains", [1, 2], changeMailDomains],
];

const { positionals, values } = parseOptions();

await command(async () => {
  if (values.help) return console.log(USAGE);
  const typed = positionals.join(" ");
  for (const [words, follow, run] of COMMANDS) {
    const rest = positionals.slice(words.split(" ").length);
    if (!`${typed} `.startsWith(`${words} `) || !follow.includes(rest.length)) continue;
    await migrate(env.DATABASE_URL, { say: console.error });
    return run(rest, values);
  }
  throw new Complaint(USAGE);
});

function parseOptions() {
  return parseArgs({
    allowPositionals: true,
    strict: false,
    options: {
      admin: { type: "boolean" },
      email: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
}
