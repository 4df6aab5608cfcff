/** What stands in the database. What a stopwatch tells is in tests/faults. */
import { expect, test } from "bun:test";
import { is } from "drizzle-orm";
import { MySqlTable } from "drizzle-orm/mysql-core";
import { db } from "../../db/client.ts";
import * as schema from "../../db/schema.ts";
import { signedOut } from "../support/client.ts";
import { runJobs } from "../support/jobs.ts";
import { PASSWORD, people } from "../support/people.ts";
import { postOffice } from "../support/smtp.ts";

const office = postOffice();

const NEW = "ladies of the lake";

/** All rows of all tables as one text, bytes as characters, as base64 and as digits. */
async function everything(): Promise<string> {
  const tables = Object.values(schema).filter((table) => is(table, MySqlTable));
  const rows = (await Promise.all(tables.map((table) => db.select().from(table)))).flat();
  const values = rows.flatMap((row) => Object.values(row));
  return values
    .flatMap((value) =>
      Buffer.isBuffer(value)
        ? (["latin1", "base64", "base64url", "hex"] as const).map((encoding) => value.toString(encoding))
        : [JSON.stringify(value)],
    )
    .join("\n");
}

test("no password and no token stands in the database, at any time", async () => {
  await people();
  const secrets = [PASSWORD, NEW];
  const look = async () => {
    const all = await everything();
    for (const secret of secrets) {
      for (const form of [
        secret,
        Buffer.from(secret).toString("base64"),
        Buffer.from(secret).toString("hex"),
      ])
        expect(all).not.toContain(form);
    }
  };
  const browser = signedOut();
  await browser.get("/register");
  await browser.submit("Create my account", {
    ...{ username: "mary", email: "mary@example.org" },
    ...{ password: PASSWORD, passwordConfirm: PASSWORD },
  });
  secrets.push(browser.cookies.get("session") ?? "");
  await look();
  await runJobs();
  secrets.push(office.last("mary@example.org").link.split("/").at(-1) ?? "");
  await browser.post("/settings/account/email", { email: "m@example.org", currentPassword: PASSWORD });
  await signedOut().post("/password-reset", { email: "mary@example.org" });
  await look();
  await runJobs();
  secrets.push(
    ...office.mails.map(({ link }) => link.split("/").at(-1) ?? "").filter((end) => end.length > 40),
  );
  expect(secrets.filter((secret) => secret.length > 12)).toHaveLength(7);
  await look();

  const reset = office.mails.find(({ link }) => link.startsWith("/password-reset"))?.link ?? "";
  const answer = await signedOut().post(reset, { password: NEW, passwordConfirm: NEW });
  expect(answer.lead).toBe("/login");
  await look();
});
