import { expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { jobs } from "../../db/schema.ts";
import { follow } from "../../src/domain/follows.ts";
import { type Digest, saveChoices, wishesFor } from "../../src/domain/notifications/choices.ts";
import { markAllRead } from "../../src/domain/notifications/inbox.ts";
import { NEWEST } from "../../src/domain/page.ts";
import { publish } from "../../src/domain/posts.ts";
import { signedOut } from "../support/client.ts";
import { runJobs } from "../support/jobs.ts";
import { people } from "../support/people.ts";
import { postOffice } from "../support/smtp.ts";

const office = postOffice();

/** ada is to be told of this by mail; grace mentions her and follows her. */
async function scene(digest: Digest = "immediate") {
  const { ada, grace } = await people();
  const choices = { site: {}, mail: { mention: true, follow: true } };
  await saveChoices(ada, { choices, digest }, new Date(Date.now() - 1000));
  await follow(grace, ada);
  await publish(grace, { body: "@ada, buy pills at https://pills.example" });
  await runJobs();
  return { ada, grace };
}

/** What was to wait a few minutes, so that more can gather, is due. */
async function minutesLater() {
  await db.update(jobs).set({ runAt: sql`utc_timestamp(3)` });
  await runJobs();
}

test("what is new is told by one mail a few minutes later, with nothing in it that others wrote", async () => {
  await scene();
  expect(office.mails).toEqual([]);

  await minutesLater();

  expect(office.mails).toHaveLength(1);
  const [mail] = office.mails;
  expect(mail?.to).toEqual(["ada@example.org"]);
  expect(mail?.headers.get("subject")).toBe("What is new");
  expect(mail?.text).toContain("@grace");
  expect(mail?.text).not.toMatch(/pills|Hopper/);
  expect(mail?.link).toBe("/notifications");

  await minutesLater();
  expect(office.mails).toHaveLength(1);
});

test("one click in the mail program ends them, without signing in", async () => {
  const { ada } = await scene();
  await minutesLater();
  const headers = office.mails[0]?.headers;
  expect(headers?.get("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
  const [, path = ""] =
    /^<https?:\/\/[^/]+(\/unsubscribe\/.+)>$/.exec(headers?.get("list-unsubscribe") ?? "") ?? [];

  // As a provider of mail sends it: from nowhere, with no cookie.
  const provider = { "Sec-Fetch-Site": null, Origin: null, Accept: "*/*" };
  const answer = await signedOut().post(path, { "List-Unsubscribe": "One-Click" }, { headers: provider });

  expect(answer.status).toBeLessThan(400);
  expect(await wishesFor(ada)).toMatchObject({ digest: "off" });
});

test("nothing is sent to someone who has read it on the site, or who wants no mail", async () => {
  const { ada } = await scene();
  await markAllRead(ada, NEWEST);
  await minutesLater();
  await scene("off");
  await minutesLater();
  expect(office.mails).toEqual([]);
});
