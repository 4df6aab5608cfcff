import { loadedLocales } from "../../../locales/i18n-util.js";
import { loadLocale } from "../../../locales/i18n-util.sync.js";
import { AdminsAccount, signUp } from "../../domain/accounts.ts";
import type { Problem } from "../../web/forms.ts";
import { Complaint } from "../command.ts";

/** `user create NAME`: makes an account and says how its owner signs in. */
export async function createUser([username = ""]: string[], options: { admin?: unknown; email?: unknown }) {
  const given = process.stdin.isTTY ? "" : ((await Bun.stdin.text()).split("\n")[0] ?? "").trim();
  const password = given || crypto.randomUUID();
  const email = typeof options.email === "string" ? options.email : null;
  const account = AdminsAccount.safeParse({ username, email, password });
  if (!account.success) throw complaint(account.error.issues.map((issue) => issue.message));

  const made = await signUp({ ...account.data, admin: options.admin === true });
  if ("problems" in made) throw complaint(Object.values(made.problems));
  console.log(`${username} can sign in${given ? "" : ` with the password ${password}`}.`);
}

/** The problems as the form would say them. */
function complaint(problems: string[]): Complaint {
  loadLocale("en");
  return new Complaint(problems.map((problem) => loadedLocales.en.problems[problem as Problem]).join("\n"));
}
