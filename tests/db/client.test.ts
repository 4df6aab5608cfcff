import { beforeEach, describe, expect, test } from "bun:test";
import { eq, inArray, sql } from "drizzle-orm";
import { type Database, db } from "../../db/client.ts";
import { describeFault, isConflict, isDatabaseAway, isDuplicate, isLockWait } from "../../db/faults.ts";
import { posts, sessions, settings, users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { newId } from "../../src/domain/ids.ts";
import { startSession } from "../../src/domain/sessions.ts";
import { person, reset } from "../support/people.ts";
import { deadlocks, transaction, waitingForLocks } from "../support/transaction.ts";

const write = (on: Database, key: string, value = "") => on.insert(settings).values({ key, value });
const keys = async () => (await db.select({ key: settings.key }).from(settings)).map((row) => row.key);
const errorOf = (wish: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(wish).then(
    () => null,
    (reason) => reason,
  );

/** The server ends the connection of this transaction, as it does when it is shut down. */
async function killConnectionOf(tx: Database) {
  const [row] = await tx.select({ id: sql`connection_id()`.mapWith(Number) }).from(sql`(select 1) as one`);
  await db.execute(sql.raw(`kill ${row?.id}`));
  await Bun.sleep(20);
}

test("every connection is set up, also within a transaction", async () => {
  const settingsOf = async (on: Database) => {
    const [row] = await on
      .select({
        mode: sql`@@sql_mode`,
        zone: sql`@@time_zone`,
        patience: sql`concat(@@innodb_lock_wait_timeout, ' ', @@lock_wait_timeout)`,
      })
      .from(sql`(select 1) as one`);
    const [isolation] = await on.execute(
      sql`show session variables where variable_name in ('tx_isolation', 'transaction_isolation')`,
    );
    return { ...row, isolation: JSON.stringify(isolation) };
  };

  const seen = [
    ...(await Promise.all(Array.from({ length: 20 }, () => settingsOf(db)))),
    await transact(settingsOf),
  ];

  for (const { mode, zone, patience, isolation } of seen) {
    expect(mode).toBe("STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION");
    expect(zone).toBe("+00:00");
    expect(patience).toBe("1 1");
    expect(isolation).toContain("READ-COMMITTED");
    expect(isolation).not.toContain("REPEATABLE");
  }
});

test("a transaction that throws leaves nothing behind", async () => {
  await reset();

  const work = transact(async (tx) => {
    await write(tx, "half");
    throw new Error("second thoughts");
  });

  await expect(work).rejects.toThrow("second thoughts");
  expect(await keys()).toEqual([]);
});

test("a rollback that fails does not hide what went wrong", async () => {
  const work = transact(async (tx) => {
    await killConnectionOf(tx);
    throw new Error("what went wrong");
  });

  await expect(work).rejects.toThrow("what went wrong");
  await db.execute(sql`select 1`);
});

test("a connection that is lost in the middle of a transaction is a database that is away", async () => {
  await reset();

  const work = transact(async (tx) => {
    await write(tx, "half");
    await killConnectionOf(tx);
    await write(tx, "whole");
  });

  expect(isDatabaseAway(await errorOf(work))).toBe(true);
  expect(await keys()).toEqual([]);
});

test("a transaction that met another one is done again", async () => {
  await reset();
  await write(db, "one");
  await using other = await transaction();
  await other.tx.update(settings).set({ value: "theirs" });
  let tries = 0;

  const work = transact(async (tx) => {
    if (++tries === 2) await other.commit();
    await tx.update(settings).set({ value: "ours" }); // waits for a second, then gives up
  });
  await work;

  expect(tries).toBe(2);
  expect(await db.select().from(settings)).toEqual([{ key: "one", value: "ours" }]);
});

test("a transaction that is given up for another one, as both waited for each other, is done again", async () => {
  await reset();
  for (const key of ["one", "two"]) await write(db, key);
  await using other = await transaction();
  const heavy = Array.from({ length: 200 }, (_, n) => ({ key: `heavy ${n}`, value: "" }));
  await other.tx.insert(settings).values(heavy); // the lighter one is given up
  const change = (tx: Pick<Database, "update">, key: string, value: string) =>
    tx.update(settings).set({ value }).where(eq(settings.key, key));
  await change(other.tx, "two", "theirs");
  const before = (await deadlocks()) ?? 0;
  let tries = 0;

  const work = transact(async (tx) => {
    tries++;
    await change(tx, "one", "ours");
    await change(tx, "two", "ours");
  });
  await waitingForLocks(1);
  await change(other.tx, "one", "theirs");
  await other.commit();
  await work;

  expect(tries).toBeGreaterThan(1);
  expect(await deadlocks()).toBe(before + 1);
  const kept = await db
    .select()
    .from(settings)
    .where(inArray(settings.key, ["one", "two"]));
  expect(kept.map(({ value }) => value)).toEqual(["ours", "ours"]);
});

test("a table that somebody keeps is not waited for longer than a row, and no place on the server is lost", async () => {
  await reset();
  await write(db, "one");
  const own = sql`select count(*) as n from information_schema.processlist where info like '%waits for the table%'`;
  await using other = await transaction();
  await other.tx.execute(sql`lock tables settings write`);

  const waiting = Array.from({ length: 10 }, () =>
    errorOf(db.execute(sql`select /* waits for the table */ count(*) from settings`)),
  );
  const errors = await Promise.all(waiting);

  expect(errors.map(isLockWait)).toEqual(errors.map(() => true));
  const [[still]] = (await other.tx.execute(own)) as unknown as [[{ n: number }]];
  expect(still.n).toBe(1); // the question itself
  await other.tx.execute(sql`unlock tables`);
  expect(await keys()).toEqual(["one"]);
});

test("faults are told apart, and described without what was written", async () => {
  await reset();
  await write(db, "secret", "very private");

  const duplicate = await errorOf(write(db, "secret", "very private"));
  const tooLong = await errorOf(write(db, "secret".repeat(20), "very private"));
  const misspelt = await errorOf(db.execute(sql`selekt ${"very private"}`));

  expect([duplicate, tooLong, misspelt].map(isDuplicate)).toEqual([true, false, false]);
  for (const error of [duplicate, tooLong, misspelt]) {
    expect(String(error)).toContain("very private"); // which is why it is never shown or logged
    expect(describeFault(error)).not.toContain("private");
    expect(describeFault(error)).not.toContain("secret");
    expect(isConflict(error)).toBe(false);
    expect(isDatabaseAway(error)).toBe(false);
  }
  expect(describeFault(duplicate)).toBe("ER_DUP_ENTRY 1062");
});

test("what is no fault of the database is described by its name", () => {
  expect(describeFault(new TypeError("x is not a function"))).toBe("TypeError: x is not a function");
  expect(describeFault("thrown")).toBe("unknown error");
  for (const asked of [isDuplicate, isConflict, isDatabaseAway]) {
    expect([new Error("no"), null, undefined, "thrown"].map(asked)).toEqual([false, false, false, false]);
  }
});

test("text of any kind arrives as it was sent", async () => {
  await reset();
  const texts = ["\\", "\\'", "' or 1=1 -- ", '\0\u001a\b\n\r\t"', "%_", "🦊", "\u202e", "?", "NULL"];

  for (const [n, text] of texts.entries()) await write(db, `${n}`, text);

  const rows = await db.select().from(settings).orderBy(sql`cast(${settings.key} as unsigned)`);
  expect(rows.map((row) => row.value)).toEqual(texts);
});

describe("a statement that Drizzle has prepared", () => {
  beforeEach(reset);

  const byId = sql.placeholder("id");
  const user = db.select().from(users).where(eq(users.id, byId)).limit(sql.placeholder("limit")).prepare();
  const post = db.select().from(posts).where(eq(posts.id, byId)).prepare();
  const session = db.select().from(sessions).where(eq(sessions.userId, byId)).prepare();

  test("is prepared by the server from the second time on, and no other is", async () => {
    const { id } = await person("ada");
    const executed = async (work: () => Promise<unknown>) => {
      const before = await statementsExecuted();
      for (let time = 0; time < 5; time++) await work();
      return (await statementsExecuted()) - before;
    };
    const again = db.select().from(users).where(eq(users.id, byId)).prepare();
    expect(await executed(() => again.execute({ id }))).toBe(4);
    expect(await executed(() => db.select().from(users).where(eq(users.id, id)))).toBe(0);
  });

  test("answers the same either way, values of every kind", async () => {
    const { id } = await person("ada");
    const postId = newId();
    const times = {
      createdAt: new Date("2026-02-03T04:05:06.007Z"),
      editedAt: new Date("2026-02-03T04:05:06Z"),
    };
    await db
      .insert(posts)
      .values({ id: postId, authorId: id, body: "ä 日本 👋", mentioned: ["ada"], ...times });
    await startSession(id, { remember: true, userAgent: "Test", address: "" });
    for (const ask of [
      () => user.execute({ id, limit: 1 }),
      () => post.execute({ id: postId }),
      () => session.execute({ id }),
    ]) {
      const [first, second, third] = [await ask(), await ask(), await ask()];
      expect(first).toHaveLength(1);
      expect(second as unknown[]).toEqual(first);
      expect(third as unknown[]).toEqual(first);
    }
  });

  test("is asked for by its text where the server keeps no more of them", async () => {
    const { id } = await person("ada");
    const [[kept]] = (await db.execute(sql`select @@max_prepared_stmt_count as n`)) as unknown as [
      { n: number }[],
    ];
    await db.execute(sql`set global max_prepared_stmt_count = 0`);
    try {
      const ask = db.select({ id: users.id }).from(users).where(eq(users.id, byId)).limit(1).prepare();
      for (let time = 0; time < 3; time++) expect(await ask.execute({ id })).toEqual([{ id }]);
    } finally {
      await db.execute(sql.raw(`set global max_prepared_stmt_count = ${kept?.n}`));
    }
  });

  test("survives that its table is altered, and that its connection is closed", async () => {
    const { id } = await person("ada");
    const ask = () => user.execute({ id, limit: 1 });
    const before = await ask();
    expect(await ask()).toEqual(before);
    await db.execute(sql`alter table ${users} comment = 'altered'`);
    expect(await ask()).toEqual(before);
    expect(await ask()).toEqual(before);
    await using other = await transaction();
    const [row] = await db.select({ id: sql`connection_id()`.mapWith(Number) }).from(sql`(select 1) as one`);
    await other.tx.execute(sql.raw(`kill ${row?.id}`));
    await Bun.sleep(20);
    expect(await ask()).toEqual(before);
  });
});

async function statementsExecuted(): Promise<number> {
  const [rows] = await db.execute(sql`show session status like 'Com_stmt_execute'`);
  return Number((rows as unknown as { Value: string }[])[0]?.Value);
}
