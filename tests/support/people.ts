import { getTableName, is, sql } from "drizzle-orm";
import { MySqlTable } from "drizzle-orm/mysql-core";
import { db } from "../../db/client.ts";
import * as schema from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { newId } from "../../src/domain/ids.ts";
import { hashPassword } from "../../src/domain/passwords.ts";
import type { Viewer } from "../../src/domain/people.ts";

/** Everybody's password. */
export const PASSWORD = "correct horse battery";

/** Empties the database and moves in ada, grace and linus, who do not know each other yet. */
export async function people() {
  await reset();
  const ada = newcomer("ada", "Ada Lovelace");
  const grace = newcomer("grace", "Grace Hopper");
  const linus = newcomer("linus", "Linus Pauling");
  await moveIn(ada, grace, linus);
  return { ada, grace, linus };
}

/** Empties all tables. Asks first which of the thirty have anything in them: few do, and it is done before each test. */
export async function reset(): Promise<void> {
  const [rows] = await db.execute(FILLED);
  const [filled] = rows as unknown as Record<string, number>[];
  await Promise.all(TABLES.filter((_, nth) => filled?.[nth]).map((table) => db.delete(table)));
}

const TABLES = Object.values(schema).filter((table) => is(table, MySqlTable));

const FILLED = sql.raw(
  `select ${TABLES.map((table, nth) => `exists (select 1 from ${getTableName(table)}) as \`${nth}\``)}`,
);

/** One person more. */
export async function person(username: string, name = ""): Promise<Viewer> {
  const viewer = newcomer(username, name);
  await moveIn(viewer);
  return viewer;
}

/** So many people more. */
export async function crowd(n: number): Promise<Viewer[]> {
  const viewers = Array.from({ length: n }, (_, nth) => newcomer(`one${nth}`, ""));
  await moveIn(...viewers);
  return viewers;
}

function newcomer(username: string, name: string): Viewer {
  const now = new Date();
  const look = { name, avatar: null, locale: null, theme: "auto" };
  return {
    ...{ id: newId(), username, ...look, admin: false, emailConfirmedAt: now, lastSeenAt: now },
    unreadMessages: 0,
  };
}

/** What `signUp` writes, without the time that hashing a password anew takes each time. */
async function moveIn(...viewers: Viewer[]) {
  const keys = viewers.map(({ id, username }) => ({ key: username.toLowerCase(), userId: id }));
  const rows = viewers.map((viewer) => {
    const email = `${viewer.username}@example.org`;
    return {
      ...viewer,
      ...{ email, emailKey: email.toLowerCase(), passwordHash, about: "", createdAt: viewer.lastSeenAt },
    };
  });
  await transact(async (tx) => {
    await tx.insert(schema.usernames).values(keys);
    await tx.insert(schema.users).values(rows);
    await tx.insert(schema.homeReaders).values(viewers.map(({ id }) => ({ readerId: id, floor: 0 })));
  });
}

const passwordHash = await hashPassword(PASSWORD);
