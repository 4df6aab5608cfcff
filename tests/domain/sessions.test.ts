import { expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { sessions } from "../../db/schema.ts";
import {
  endSession,
  findSession,
  removeExpiredSessions,
  renewSession,
  startSession,
} from "../../src/domain/sessions.ts";
import { people } from "../support/people.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const browser = (remember: boolean) => ({ remember, userAgent: "Browser", address: "192.0.2.7" });
const fromNow = (milliseconds: number) => new Date(Date.now() + milliseconds);
const runsOut = (expiresAt: Date) => db.update(sessions).set({ expiresAt });
const lasts = (found: { expiresAt: Date } | null) =>
  Math.round(((found?.expiresAt.getTime() ?? 0) - Date.now()) / HOUR);

test("a token leads to its person", async () => {
  const { ada, grace } = await people();

  const token = await startSession(ada.id, browser(true));
  await startSession(grace.id, browser(true));

  expect((await findSession(token))?.viewer).toEqual(ada);
});

test("a remembered session lasts 30 days, another one 24 hours", async () => {
  const { ada } = await people();

  const remembered = await findSession(await startSession(ada.id, browser(true)));
  const brief = await findSession(await startSession(ada.id, browser(false)));

  expect(remembered).toMatchObject({ remember: true, extended: false });
  expect(brief).toMatchObject({ remember: false, extended: false });
  expect(lasts(remembered)).toBe(30 * 24);
  expect(lasts(brief)).toBe(24);
});

test.each([
  [true, 16 * DAY, 14 * DAY, 30 * 24],
  [false, 13 * HOUR, 11 * HOUR, 24],
])(
  "a session (remembered: %p) is extended once half of its time is over",
  async (remember, early, late, hours) => {
    const { ada } = await people();
    const token = await startSession(ada.id, browser(remember));

    await runsOut(fromNow(early));
    expect((await findSession(token))?.extended).toBe(false);

    await runsOut(fromNow(late));
    const extended = await findSession(token);
    expect(extended).toMatchObject({ extended: true, remember });
    expect(lasts(extended)).toBe(hours);
    expect(lasts(await findSession(token))).toBe(hours);
  },
);

test("a session that ran out is nobody's, and is removed", async () => {
  const { ada } = await people();
  const token = await startSession(ada.id, browser(true));
  const lasting = await startSession(ada.id, browser(true));
  const [first] = await db.select().from(sessions);

  await runsOut(fromNow(-1000));
  expect(await findSession(token)).toBeNull();
  expect(await db.$count(sessions)).toBe(1);

  await removeExpiredSessions();
  expect(await findSession(lasting)).toBeNull();
  expect(await db.$count(sessions)).toBe(0);
  expect(first).toBeDefined();
});

test("an ended session is nobody's, and the others go on", async () => {
  const { ada } = await people();
  const home = await startSession(ada.id, browser(true));
  const library = await startSession(ada.id, browser(false));

  await endSession(library);

  expect(await findSession(library)).toBeNull();
  expect(await findSession(home)).not.toBeNull();
});

test("what stands in the database signs nobody in", async () => {
  const { ada } = await people();
  const token = await startSession(ada.id, browser(true));
  const [row] = await db.select().from(sessions);

  const stored = JSON.stringify(row) + row?.tokenHash.toString("hex") + row?.tokenHash.toString("latin1");
  expect(stored).not.toContain(token);
  expect(stored).not.toContain(token.slice(1));
  for (const text of [
    row?.tokenHash.toString("hex"),
    row?.tokenHash.toString("base64"),
    row?.tokenHash.toString("latin1"),
    row?.publicId,
    `public:${row?.publicId}`,
  ]) {
    expect(await findSession(text ?? "")).toBeNull();
  }
});

test("the kind of a session cannot be changed by its token", async () => {
  const { ada } = await people();
  const brief = await startSession(ada.id, browser(false));

  expect(await findSession(`r${brief.slice(1)}`)).toBeNull();
  expect(await findSession(brief)).not.toBeNull();
});

test.each(["", "r", "' or 1=1 -- ", "r".repeat(10_000)])("%p is no token", async (text) => {
  await people();

  expect(await findSession(text)).toBeNull();
});

test("a browser may call itself what it likes", async () => {
  const { ada } = await people();
  const userAgent = "🦊".repeat(5000);

  const token = await startSession(ada.id, { remember: false, userAgent, address: "" });

  expect(await findSession(token)).not.toBeNull();
});

test("a session that is renewed goes on under another token, and the old one is dead", async () => {
  const { ada } = await people();
  const token = await startSession(ada.id, browser(true));
  const other = await startSession(ada.id, browser(true));
  const before = await findSession(token);
  await db.update(sessions).set({ provedAt: fromNow(-HOUR) });

  const renewed = (await renewSession(token)) ?? "";

  expect(await findSession(token)).toBeNull();
  expect(await renewSession(token)).toBeNull();
  const after = await findSession(renewed);
  expect(after).toMatchObject({ publicId: before?.publicId, remember: true });
  expect(after?.provedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
  expect((await findSession(other))?.provedAt.getTime()).toBeLessThan(Date.now() - 60_000);
});

test.each([
  [true, 180],
  [false, 7],
])(
  "a session (remembered: %p) ends %p days after it began, however often it is used",
  async (remember, days) => {
    const { ada } = await people();
    const token = await startSession(ada.id, browser(remember));

    await db.update(sessions).set({ createdAt: fromNow(-days * DAY + HOUR) });
    expect(await findSession(token)).not.toBeNull();

    await db.update(sessions).set({ createdAt: fromNow(-days * DAY - HOUR) });
    expect(await findSession(token)).toBeNull();
  },
);
