import { is } from "drizzle-orm";
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
  const [ada, grace, linus] = await Promise.all([
    person("ada", "Ada Lovelace"),
    person("grace", "Grace Hopper"),
    person("linus", "Linus Pauling"),
  ]);
  return { ada, grace, linus };
}

/** Empties all tables. */
export async function reset(): Promise<void> {
  const tables = Object.values(schema).filter((table) => is(table, MySqlTable));
  await Promise.all(tables.map((table) => db.delete(table)));
}

/** One person more. What `signUp` writes, without the time that hashing a password anew takes each time. */
export async function person(username: string, name = ""): Promise<Viewer> {
  const id = newId();
  const now = new Date();
  const email = `${username}@example.org`;
  const look = { name, avatar: null, locale: null, theme: "auto" };
  const viewer = {
    ...{ id, username, ...look, admin: false, emailConfirmedAt: now, lastSeenAt: now },
    unreadMessages: 0,
  };
  await transact(async (tx) => {
    await tx.insert(schema.usernames).values({ key: username.toLowerCase(), userId: id });
    await tx
      .insert(schema.users)
      .values({ ...viewer, email, emailKey: email.toLowerCase(), passwordHash, about: "", createdAt: now });
    await tx.insert(schema.homeReaders).values({ readerId: id, floor: 0 });
  });
  return viewer;
}

const passwordHash = await hashPassword(PASSWORD);
