import { expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { limits, uploads } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue } from "../../src/jobs/queue.ts";
import { runJobs } from "../support/jobs.ts";
import { people } from "../support/people.ts";

test("housekeeping removes limits that no longer count and pictures that are nobody's", async () => {
  const { ada } = await people();
  const now = Date.now();
  const DAY_MS = 24 * 3600 * 1000;
  await db.insert(limits).values([
    { key: "over", points: 3, expire: now - 1000 },
    { key: "running", points: 3, expire: now + 60_000 },
  ]);
  const picture = { ownerId: ada.id, bytes: 1 };
  await db.insert(uploads).values([
    { ...picture, key: "a".repeat(32), createdAt: new Date(now - 2 * DAY_MS) },
    { ...picture, key: "b".repeat(32), createdAt: new Date(now) },
  ]);

  await transact((tx) => enqueue(tx, "housekeeping", {}));
  await runJobs();

  expect((await db.select().from(limits)).map(({ key }) => key)).toEqual(["running"]);
  expect((await db.select().from(uploads)).map(({ key }) => key)).toEqual(["b".repeat(32)]);
});
