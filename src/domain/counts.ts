import { eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "../../db/client.ts";
import { users } from "../../db/schema.ts";

/**
 * The kept counts of people. Whoever changes one first locks the rows of all concerned, in the order of their ids, then
 * writes the edge or post, and changes the count only when that wrote something: in any other order two people who follow
 * each other at once wait for each other.
 */
const counts = {
  followersCount: users.followersCount,
  followingCount: users.followingCount,
  postsCount: users.postsCount,
};

/** Locks the counts of these people until the transaction ends; answers how many of them exist. */
export async function lockCounts(tx: Transaction, ...people: number[]): Promise<number> {
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(inArray(users.id, people))
    .orderBy(users.id)
    .for("update");
  return rows.length;
}

/** Adds to some of the counts of a person whose row `lockCounts` has locked. */
export async function addToCounts(
  tx: Transaction,
  person: number,
  by: Partial<Record<keyof typeof counts, number>>,
) {
  const changed: Partial<Record<keyof typeof counts, SQL>> = {};
  for (const name of Object.keys(by) as (keyof typeof counts)[])
    changed[name] = sql`${counts[name]} + ${by[name]}`;
  await tx.update(users).set(changed).where(eq(users.id, person));
}
