import { expect, test } from "bun:test";
import { eq, getTableColumns, is, sql } from "drizzle-orm";
import { MySqlTable } from "drizzle-orm/mysql-core";
import { db } from "../../db/client.ts";
import * as schema from "../../db/schema.ts";
import { follow } from "../../src/domain/follows.ts";
import { homePage } from "../../src/domain/home.ts";
import { newId } from "../../src/domain/ids.ts";
import { findProfile } from "../../src/domain/people.ts";
import { publish } from "../../src/domain/posts.ts";
import { countUseless, prune } from "../../src/domain/pruning.ts";
import { noteSecurityEvent } from "../../src/domain/security-events.ts";
import { startSession } from "../../src/domain/sessions.ts";
import { issueToken } from "../../src/domain/tokens.ts";
import { runJobs } from "../support/jobs.ts";
import { people } from "../support/people.ts";

const { jobs, securityEvents, sessions, tokens, users } = schema;
const ORIGIN = { address: "192.0.2.77", userAgent: "Analytical Engine" };
const NOTHING = { sessions: 0, tokens: 0, failedJobs: 0, securityEvents: 0, removedPeople: 0 };

const ago = (days: number) => sql`utc_timestamp(3) - interval ${days} day`;

const everything = () =>
  Promise.all(
    Object.values(schema)
      .filter((table) => is(table, MySqlTable))
      .map((table) => db.select(getTableColumns(table)).from(table)),
  );

test("removes what is over, keeps what is not, and first only counts", async () => {
  const { ada, grace } = await people();
  for (const { id } of [ada, grace]) {
    await startSession(id, { remember: true, ...ORIGIN });
    await issueToken(db, "password-reset", id);
    await noteSecurityEvent(db, id, "signedIn", ORIGIN);
  }
  const hers = { userId: ada.id };
  for (const table of [sessions, tokens])
    await db
      .update(table)
      .set({ expiresAt: ago(0) })
      .where(eq(table.userId, hers.userId));
  await db
    .update(securityEvents)
    .set({ createdAt: ago(91) })
    .where(eq(securityEvents.userId, ada.id));
  for (const days of [29, 31])
    await db.insert(jobs).values({
      ...{
        id: newId(),
        kind: "wake",
        payload: {},
        runAt: ago(days),
        failedAt: ago(days),
        createdAt: ago(days),
      },
    });
  const before = await everything();

  const useless = { ...NOTHING, sessions: 1, tokens: 1, failedJobs: 1, securityEvents: 1 };
  expect(await countUseless()).toEqual(useless);
  expect(await everything()).toEqual(before);

  expect(await prune()).toEqual(useless);
  expect(await countUseless()).toEqual(NOTHING);
  expect(await prune()).toEqual(NOTHING);
  for (const table of [sessions, tokens, securityEvents])
    expect(await db.select({ userId: table.userId }).from(table)).toEqual([{ userId: grace.id }]);
  expect(await db.$count(jobs)).toBe(1);
});

test("removes what is left of people who are gone, and their part in others' counts and home pages", async () => {
  const { ada, grace, linus } = await people();
  await publish(ada, { body: "The engine weaves" });
  await publish(grace, { body: "A bug" });
  await follow(grace, ada);
  await follow(ada, linus);
  await startSession(ada.id, { remember: true, ...ORIGIN });
  await runJobs();
  await db.delete(users).where(eq(users.id, ada.id)); // by a hand in the tables

  expect(await countUseless()).toEqual({ ...NOTHING, removedPeople: 1 });
  expect(await prune()).toEqual({ ...NOTHING, removedPeople: 1 });
  await runJobs();

  expect(JSON.stringify(await everything())).not.toContain(String(ada.id));
  expect(await findProfile("grace", null)).toMatchObject({ followingCount: 0, postsCount: 1 });
  expect(await findProfile("linus", null)).toMatchObject({ followersCount: 0 });
  expect((await homePage(grace)).items.map(({ body }) => body)).toEqual(["A bug"]);
  expect(await countUseless()).toEqual(NOTHING);
});

test("takes a crowd in batches", async () => {
  const { ada } = await people();
  const expired = Array.from({ length: 1500 }, (_, n) => ({
    ...{ tokenHash: Buffer.from(`${n}`.padStart(32)), kind: "password-reset", userId: ada.id },
    ...{ createdAt: new Date(0), expiresAt: new Date(0) },
  }));
  await db.insert(tokens).values(expired);

  expect(await prune()).toEqual({ ...NOTHING, tokens: 1500 });
  expect(await db.$count(tokens)).toBe(0);
});
