/** Mail from the app as a process of its own, by its settings alone. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { type AppProcess, startApp } from "../support/app-process.ts";
import { PASSWORD, people } from "../support/people.ts";
import { PostOffice } from "../support/smtp.ts";

const ORIGIN = "https://blog.example.org";
const office = new PostOffice();

let app: AppProcess;

beforeAll(async () => {
  await people();
  await office.open();
  const mail = { SMTP_URL: office.url(), MAIL_FROM: "Plaza <plaza@example.org>" };
  app = await startApp({ ORIGIN, ...mail, SITE_NAME: "Plaza", SITE_LANGUAGE: "es" });
});
afterAll(() => office.close());

test("carries the site's name, language and public address, and does not hold up the end", async () => {
  const passwords = { password: PASSWORD, passwordConfirm: PASSWORD };
  const fields = { username: "mary", email: "mary@example.org", ...passwords };
  expect((await app.post("/register", fields, { Origin: ORIGIN })).status).toBe(303);
  while (office.mails.length === 0) await Bun.sleep(20);

  const { from, headers, text } = office.last("mary@example.org");
  expect(from).toBe("plaza@example.org");
  expect(headers.get("subject")).toBe("Confirma tu dirección");
  expect(headers.get("message-id")).toEndWith("@blog.example.org>");
  expect(text).toContain(`${ORIGIN}/confirm-email/`);
  expect(text).toEndWith(`-- \nPlaza\n${ORIGIN}\n\n`);

  const began = performance.now();
  expect(await app.end("SIGTERM")).toBe(0);
  expect(performance.now() - began).toBeLessThan(3000);
  expect(app.lines.filter((line) => line.includes("mary"))).toEqual([]);
});
