import { db, type Transaction } from "./client.ts";
import { isConflict, isIdTaken, isLockWait } from "./faults.ts";

const TRIES = 8;

/** Each wait for a lock takes a second: who has it will not be done soon, and a visitor must be answered. */
const WAITS = 2;

/**
 * Runs `work` in a transaction (READ COMMITTED), again from the start when it met another one: they waited for each
 * other, or both made the same id. So `work` must do nothing but statements on `tx`: what follows from it is a job written
 * in the same transaction.
 */
export async function transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  let waits = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (isLockWait(error)) waits++;
      if (attempt === TRIES || waits === WAITS || !(isConflict(error) || isIdTaken(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * attempt));
    }
  }
}
