import { expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { homeReaders, usernames, users } from "../../db/schema.ts";
import { register } from "../../src/domain/accounts.ts";
import { follow } from "../../src/domain/follows.ts";
import { firstIdAt } from "../../src/domain/ids.ts";
import { publish } from "../../src/domain/posts.ts";
import { removeUnconfirmed } from "../../src/domain/unconfirmed.ts";
import { PASSWORD, people, person } from "../support/people.ts";
import { postOffice, useMail } from "../support/smtp.ts";

const office = postOffice();

const HOUR = 3600_000;
const ago = (days: number, hours = 0) => new Date(Date.now() - days * 24 * HOUR - hours * HOUR);

const purge = () => removeUnconfirmed(async () => {});
const names = async () => (await db.select().from(users)).map(({ username }) => username).sort();

/** Somebody who came so many days ago and did not confirm; `changed` is what else is so about them. */
async function newcomer(username: string, days: number, changed: Partial<typeof users.$inferInsert> = {}) {
  const someone = await person(username);
  const createdAt = ago(days);
  const id = firstIdAt(createdAt.getTime()) + (someone.id % 1000);
  const lastSeenAt = new Date(createdAt.getTime() + HOUR);
  await db
    .update(users)
    .set({ id, createdAt, lastSeenAt, emailConfirmedAt: null, ...changed })
    .where(eq(users.id, someone.id));
  await db.update(usernames).set({ userId: id }).where(eq(usernames.userId, someone.id));
  await db.update(homeReaders).set({ readerId: id }).where(eq(homeReaders.readerId, someone.id));
  return { ...someone, id };
}

test("who came a week ago and never came back is removed, name and address free again", async () => {
  const { ada } = await people();
  const gone = await newcomer("gone", 7.1);
  await follow(gone, ada);
  await follow(ada, gone);

  await purge();

  expect(await names()).toEqual(["ada", "grace", "linus"]);
  expect(await db.select().from(users).where(eq(users.id, ada.id))).toMatchObject([
    { followersCount: 0, followingCount: 0 },
  ]);
  expect(await db.$count(homeReaders)).toBe(3);
  const again = { username: "gone", email: "gone@example.org", password: PASSWORD };
  expect(await register(again)).toHaveProperty("id");
});

test("who has been here for less than a week, came back, wrote, confirmed or is an admin stays", async () => {
  await people();
  await newcomer("young", 6.9);
  await newcomer("back", 8, { lastSeenAt: ago(6) });
  await newcomer("confirmed", 8, { emailConfirmedAt: ago(8) });
  await newcomer("admin2", 8, { admin: true });
  await publish(await newcomer("writer", 8), { body: "Hello" });
  const before = await names();

  await purge();

  expect(await names()).toEqual(before);
  expect(before).toHaveLength(8);
});

test("where nobody must confirm, nobody is removed", async () => {
  await people();
  await newcomer("gone", 8);
  useMail(undefined);

  await purge();

  useMail(office.url());
  expect(await names()).toContain("gone");
});

test("however many they are", async () => {
  await people();
  const rows = Array.from({ length: 230 }, (_, index) => ({
    ...{ id: firstIdAt(ago(9).getTime()) + index, username: `u${index}`, passwordHash: "", about: "" },
    ...{ createdAt: ago(9), lastSeenAt: ago(9) },
  }));
  await db.insert(users).values(rows);

  await purge();

  expect(await db.$count(users)).toBe(3);
});
