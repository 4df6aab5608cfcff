import { loadedLocales } from "../../../locales/i18n-util.js";
import { loadLocale } from "../../../locales/i18n-util.sync.js";
import { AdminsAccount, signUp } from "../../domain/accounts.ts";
import type { Problem } from "../../web/forms.ts";
import { Complaint } from "../command.ts";
import type { Task } from "./task.ts";

export const userCreate: Task = {
  usage: "user create NAME [--admin] [--email ADDRESS]",
  about: `Makes an account, also where registration is closed. The password is the first line of standard input;
where there is none, a password is made and printed.`,
  examples: ["user create ada --admin --email ada@example.org"],

  async run([username = ""], { admin = false, email = null }) {
    const given = process.stdin.isTTY ? "" : ((await Bun.stdin.text()).split("\n")[0] ?? "").trim();
    const password = given || crypto.randomUUID();
    const account = AdminsAccount.safeParse({ username, email, password });
    if (!account.success) throw complaint(account.error.issues.map((issue) => issue.message));

    const made = await signUp({ ...account.data, admin });
    if ("problems" in made) throw complaint(Object.values(made.problems));
    return {
      data: { id: made.id, username, admin, email, password: given ? null : password },
      text: `${username} can sign in${given ? "" : ` with the password ${password}`}.`,
    };
  },
};

/** The problems as the form would say them. */
function complaint(problems: string[]): Complaint {
  loadLocale("en");
  return new Complaint(problems.map((problem) => loadedLocales.en.problems[problem as Problem]).join("\n"));
}
