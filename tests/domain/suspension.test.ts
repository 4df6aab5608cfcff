import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { jobs, securityEvents, sessions, tokens, users } from "../../db/schema.ts";
import { authenticate } from "../../src/domain/accounts.ts";
import { DAYS_TO_RETURN, leave, sendAway, stay } from "../../src/domain/leaving.ts";
import { findPostToRemove, removePostOf } from "../../src/domain/moderation.ts";
import { findPost, publish } from "../../src/domain/posts.ts";
import { findSession, startSession } from "../../src/domain/sessions.ts";
import { findSuspension, Reason, suspend, unsuspend } from "../../src/domain/suspension.ts";
import { issueToken } from "../../src/domain/tokens.ts";
import { runJobs } from "../support/jobs.ts";
import { PASSWORD, people } from "../support/people.ts";
import { postOffice } from "../support/smtp.ts";

const office = postOffice();

const ORIGIN = { address: "", userAgent: "bun run admin" };
const REASON = "Advertising <b>everywhere</b>,\nafter two warnings";

const rowOf = async ({ id }: { id: number }) => (await db.select().from(users).where(eq(users.id, id)))[0];
const events = async () => (await db.select().from(securityEvents)).map(({ kind }) => kind);
const signIn = ({ id }: { id: number }) => startSession(id, { remember: true, ...ORIGIN });

describe("suspending", () => {
  test("ends all sessions and links, hides the person, and touches nobody else", async () => {
    const { ada, grace } = await people();
    const [hers, also, others] = [await signIn(ada), await signIn(ada), await signIn(grace)];
    await issueToken(db, "password-reset", ada.id);

    expect(await suspend(ada.id, REASON, ORIGIN)).toBe(true);

    expect(await rowOf(ada)).toMatchObject({
      hidden: true,
      suspendedAt: expect.any(Date),
      suspendedFor: REASON,
    });
    for (const token of [hers, also]) expect(await findSession(token)).toBeNull();
    expect(await findSession(others)).not.toBeNull();
    expect(await db.$count(tokens)).toBe(0);
    expect(await rowOf(grace)).toMatchObject({ hidden: false, suspendedAt: null });
    expect(await events()).toEqual(["suspended"]);
  });

  test("leaves no session good that was begun beside it", async () => {
    const { ada } = await people();
    await suspend(ada.id, REASON, ORIGIN);
    const late = await signIn(ada);
    expect(await db.$count(sessions)).toBe(1);

    expect(await findSession(late)).toBeNull();
  });

  test("once more for the same reason changes nothing; for another, the person is told anew", async () => {
    const { ada } = await people();
    await suspend(ada.id, REASON, ORIGIN);
    const since = (await rowOf(ada))?.suspendedAt;

    expect(await suspend(ada.id, REASON, ORIGIN)).toBe(false);
    expect(await db.$count(jobs, eq(jobs.kind, "mail"))).toBe(1);
    expect(await suspend(ada.id, "Threats", ORIGIN)).toBe(true);

    expect(await rowOf(ada)).toMatchObject({ suspendedFor: "Threats", suspendedAt: since });
    expect(await db.$count(jobs, eq(jobs.kind, "mail"))).toBe(2);
    expect(await suspend(7, REASON, ORIGIN)).toBe(false);
  });

  test("is undone whole, once", async () => {
    const { ada } = await people();
    await suspend(ada.id, REASON, ORIGIN);

    expect(await unsuspend(ada.id, ORIGIN)).toBe(true);
    expect(await unsuspend(ada.id, ORIGIN)).toBe(false);

    expect(await rowOf(ada)).toMatchObject({ hidden: false, suspendedAt: null, suspendedFor: null });
    expect(await findSuspension(ada.id)).toBeNull();
    expect(await findSession(await signIn(ada))).not.toBeNull();
    expect(await events()).toEqual(["suspended", "unsuspended"]);
  });

  test("and leaving hide each for itself, in whatever order they end", async () => {
    const { ada } = await people();
    await leave(ada, { username: "ada", password: PASSWORD }, ORIGIN);
    await suspend(ada.id, REASON, ORIGIN);

    await unsuspend(ada.id, ORIGIN);
    expect(await rowOf(ada)).toMatchObject({ hidden: true, leavesAt: expect.any(Date) });

    await suspend(ada.id, REASON, ORIGIN);
    await stay(ada.id, ORIGIN);
    expect(await rowOf(ada)).toMatchObject({ hidden: true, leavesAt: null });

    await unsuspend(ada.id, ORIGIN);
    expect(await rowOf(ada)).toMatchObject({ hidden: false });
  });

  test("asks for a reason that can be read", () => {
    expect(Reason.safeParse(" \n").success).toBe(false);
    expect(Reason.safeParse("\u200B").success).toBe(false);
    expect(Reason.parse("x".repeat(500))).toHaveLength(500);
    expect(Reason.safeParse("x".repeat(501)).success).toBe(false);
    expect(Reason.safeParse("👩‍👩‍👧".repeat(101)).success).toBe(false); // 505 characters in the table
  });
});

describe("the mail", () => {
  test("gives the reason as text, in the person's language", async () => {
    const { ada } = await people();
    await db.update(users).set({ locale: "es" }).where(eq(users.id, ada.id));
    await suspend(ada.id, REASON, ORIGIN);
    await runJobs();

    const { headers, text, html } = office.last("ada@example.org");
    expect(headers.get("subject")).toBe("Tu cuenta está suspendida");
    expect(text).toContain(REASON);
    expect(html).toContain("Advertising &lt;b&gt;everywhere");
  });

  test("says what is so when it is sent", async () => {
    const { ada } = await people();
    await suspend(ada.id, REASON, ORIGIN);
    await unsuspend(ada.id, ORIGIN);
    await runJobs();

    expect(office.mails.map(({ headers }) => headers.get("subject"))).toEqual(["Your account is open again"]);
    expect(office.last("ada@example.org").link).toBe("/login");
  });

  test("of a deletion says how to keep the account only to somebody who could", async () => {
    const { ada, grace } = await people();
    await suspend(ada.id, REASON, ORIGIN);
    for (const { id } of [ada, grace]) expect(await sendAway(id, ORIGIN)).toBe(true);
    expect(await sendAway(grace.id, ORIGIN)).toBe(false);
    await runJobs();

    expect(office.last("grace@example.org").text).toContain("Signing in before then keeps it.");
    expect(office.last("grace@example.org").text).toContain(`in ${DAYS_TO_RETURN} days`);
    expect(office.last("ada@example.org").text).not.toContain("Signing in");
    expect(office.to("grace@example.org")).toHaveLength(1);
  });

  test("of a removed post gives the reason and no word of the post", async () => {
    const { ada, grace } = await people();
    const id = await publish(ada, { body: "The address of Grace is 7 Harbour Road" });
    const kept = await publish(ada, { body: "Hello" });
    const post = await findPostToRemove(id);

    expect(post && (await removePostOf(post, "Somebody's address", ORIGIN))).toBe(true);
    expect(post && (await removePostOf(post, "Somebody's address", ORIGIN))).toBe(false);
    await runJobs();

    expect(await findPost(id, grace)).toBeNull();
    expect(await findPost(kept, grace)).not.toBeNull();
    expect(await rowOf(ada)).toMatchObject({ postsCount: 1 });
    expect(await events()).toEqual(["postRemoved"]);
    expect(office.mails).toHaveLength(1);
    const { text, html } = office.last("ada@example.org");
    expect(text).toContain("Somebody's address");
    expect(text + html).not.toContain("Harbour");
  });
});

test("the password of somebody who is suspended is still theirs", async () => {
  const { ada } = await people();
  await suspend(ada.id, REASON, ORIGIN);
  expect(await authenticate("ada", PASSWORD)).toBe(ada.id);
});
