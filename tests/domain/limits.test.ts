import { beforeEach, describe, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { limits } from "../../db/schema.ts";
import { consume, giveBack, type Limit, removeOldLimits, type Subjects } from "../../src/domain/limits.ts";
import { at } from "../support/clock.ts";
import { people } from "../support/people.ts";

const ON = true;
const count = (limit: Limit, subjects: Subjects) => consume(limit, subjects, ON);

beforeEach(people);

/** How many of so many attempts, made at once, may be made. */
async function allowed(attempts: number, limit: Limit, subjects: Subjects): Promise<number> {
  const waits = await Promise.all(Array.from({ length: attempts }, () => count(limit, subjects)));
  return waits.filter((wait) => wait === null).length;
}

describe("a limit", () => {
  test.each([
    ["register", { address: "192.0.2.1" }, 5],
    ["passwordReset", { account: "ada" }, 5],
    ["signIn", { account: "ada" }, 10],
    ["signIn", { device: "x" }, 10],
    ["search", { address: "192.0.2.2" }, 600],
  ] as const)(
    "of %s for %p lets exactly %i through, however many come at once",
    async (limit, subjects, most) => {
      expect(await allowed(most + 7, limit, subjects)).toBe(most);
      expect(await allowed(5, limit, subjects)).toBe(0);
    },
  );

  test("tells how long to wait, to the second", async () => {
    await allowed(5, "register", { address: "192.0.2.1" });
    expect(await count("register", { address: "192.0.2.1" })).toBeWithin(1790, 1801);
  });

  test("begins anew when its time is over, and not before", async () => {
    const began = Date.now() - 3_600_000;
    const another = () => count("register", { address: "192.0.2.1" });
    const six = () => allowed(6, "register", { address: "192.0.2.1" });
    expect(await at(began, six)).toBe(5);
    expect(await at(began + 1_799_000, another)).toBe(1);
    expect(await at(began + 1_800_001, six)).toBe(5);
  });

  test("is each person's and each address's own, and each deed's", async () => {
    await allowed(5, "passwordReset", { account: "ada" });
    expect(await count("passwordReset", { account: "ada" })).not.toBeNull();
    expect(await count("passwordReset", { account: "grace" })).toBeNull();
    expect(await count("passwordReset", { address: "ada" })).toBeNull();
    expect(await count("confirmationMail", { account: "ada" })).toBeNull();
  });

  test("for both holds when either is over", async () => {
    for (let n = 0; n < 25; n++) await count("passwordReset", { account: n, address: "192.0.2.1" });
    expect(await count("passwordReset", { account: "new", address: "192.0.2.1" })).not.toBeNull();
    expect(await count("passwordReset", { account: "other", address: "192.0.2.9" })).toBeNull();
  });

  test("counts nobody who is not known, nor what it has no number for", async () => {
    expect(await allowed(30, "register", { address: null })).toBe(30);
    expect(await allowed(30, "register", { account: "ada" })).toBe(30);
    expect(await db.$count(limits)).toBe(0);
  });

  test("that was taken back is there again", async () => {
    for (let n = 0; n < 40; n++) {
      expect(await count("signIn", { account: "ada", address: "192.0.2.1" })).toBeNull();
      await giveBack("signIn", { account: "ada", address: "192.0.2.1" }, ON);
    }
    expect(await allowed(12, "signIn", { account: "ada" })).toBe(10);
  });

  test("is none when limits are off", async () => {
    const waits = await Promise.all(
      Array.from({ length: 20 }, () => consume("register", { address: "192.0.2.1" }, false)),
    );
    expect(waits).toEqual(Array(20).fill(null));
    expect(await db.$count(limits)).toBe(0);
  });
});

test("the table tells nobody who it was", async () => {
  await count("register", { address: "192.0.2.1" });
  await count("signIn", { account: "ada@example.org" });
  const rows = await db.select().from(limits);
  expect(rows).toHaveLength(2);
  expect(rows.map(({ key }) => key).join("\n")).not.toMatch(/192\.0|ada@|example|register|signIn/);
  for (const { key } of rows) expect(key).toMatch(/^[\w-]{43}$/);
});

test("what no longer counts is removed, the rest stays", async () => {
  await count("register", { address: "192.0.2.1" });
  await db.insert(limits).values({ key: "old", points: 3, expire: Date.now() - 1000 });
  await removeOldLimits();
  expect((await db.select().from(limits)).map(({ key }) => key)).not.toContain("old");
  expect(await db.$count(limits)).toBe(1);
});
