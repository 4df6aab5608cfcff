import { lt } from "drizzle-orm";
import { RateLimiterMemory, RateLimiterMySQL, RateLimiterRes } from "rate-limiter-flexible";
import { callbackPool, databaseName } from "../../db/callbacks.ts";
import { db } from "../../db/client.ts";
import { isConflict } from "../../db/faults.ts";
import { limits } from "../../db/schema.ts";
import { env } from "../env.ts";
import { signature } from "./signing-key.ts";

/** Who is counted: an account or what stands for one, an address or its network, a device that is known. */
export type Subject = "account" | "address" | "device";

/** So many times in so many seconds. */
type Allowance = [points: number, seconds: number];
type Table = Record<string, Partial<Record<Subject, Allowance>>>;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Where guessing or flooding pays: counted in the database, for all processes together. After Mastodon's table. */
const EXACT = {
  /** Failed ones only. */
  signIn: { account: [10, HOUR], address: [25, 5 * MINUTE], device: [10, HOUR] },
  secondStep: { account: [10, HOUR], address: [25, 5 * MINUTE] },
  register: { address: [5, 30 * MINUTE] },
  passwordReset: { account: [5, 30 * MINUTE], address: [25, 5 * MINUTE] },
  confirmationMail: { account: [5, 30 * MINUTE], address: [25, 5 * MINUTE] },
  posting: { account: [300, 3 * HOUR] },
  following: { account: [400, DAY] },
  messaging: { account: [300, 3 * HOUR] },
  uploads: { account: [30, 30 * MINUTE] },
  exports: { account: [10, DAY] },
  imports: { account: [10, DAY] },
} as const satisfies Table;

/** Where it does not: counted by each process for itself. */
const ROUGH = {
  search: { address: [600, 5 * MINUTE] },
  reading: { address: [7500, 5 * MINUTE] },
} as const satisfies Table;

export type Limit = keyof typeof EXACT | keyof typeof ROUGH;

/** Whom an attempt is counted for. Null: not known, and so not counted. */
export type Subjects = Partial<Record<Subject, string | number | null>>;

const limiters = new Map([
  ...limitersOf(EXACT, (points, duration) => {
    const table = {
      dbName: databaseName,
      tableName: "limits",
      tableCreated: true,
      clearExpiredByTimeout: false,
    };
    const store = { storeClient: callbackPool, storeType: "pool", ...table };
    return new RateLimiterMySQL({ ...store, keyPrefix: "", points, duration });
  }),
  ...limitersOf(ROUGH, (points, duration) => new RateLimiterMemory({ keyPrefix: "", points, duration })),
]);

type Limiter = RateLimiterMySQL | RateLimiterMemory;

function limitersOf(
  table: Table,
  make: (points: number, seconds: number) => Limiter,
): [name: string, limiter: Limiter][] {
  return Object.entries(table).flatMap(([limit, allowances]) =>
    Object.entries(allowances).map(([subject, allowance]): [string, Limiter] => [
      `${limit}/${subject}`,
      make(...allowance),
    ]),
  );
}

/**
 * Counts an attempt, before it is made: of many at once no more than allowed pass. Null when it may be made, otherwise
 * after how many seconds to come again.
 */
export async function consume(
  limit: Limit,
  subjects: Subjects,
  on = env.RATE_LIMITS,
): Promise<number | null> {
  for (const [limiter, key] of on ? await counted(limit, subjects) : []) {
    const over = await attempt(limiter, key);
    if (over) return Math.max(1, Math.ceil(over.msBeforeNext / 1000));
  }
  return null;
}

/** Takes back an attempt that turned out to be none, such as a sign-in with the right password. */
export async function giveBack(limit: Limit, subjects: Subjects, on = env.RATE_LIMITS): Promise<void> {
  for (const [limiter, key] of on ? await counted(limit, subjects) : []) await limiter.reward(key);
}

async function counted(limit: Limit, subjects: Subjects): Promise<[Limiter, key: string][]> {
  const found: [Limiter, string][] = [];
  for (const [subject, who] of Object.entries(subjects)) {
    const name = `${limit}/${subject}`;
    const limiter = limiters.get(name);
    if (!limiter || who === null) continue;
    // What stands in a table must not tell who it was.
    found.push([limiter, limit in ROUGH ? `${who}` : await signature("limit", `${name}/${who}`)]);
  }
  return found;
}

const TRIES = 3;

/** What the limiter answers to who is over the limit, null to others. Two at once may be in each other's way. */
async function attempt(limiter: Limiter, key: string): Promise<RateLimiterRes | null> {
  for (let tried = 1; ; tried++) {
    try {
      await limiter.consume(key);
      return null;
    } catch (error) {
      if (error instanceof RateLimiterRes) return error;
      if (tried === TRIES || !isConflict(error)) throw error;
    }
  }
}

/** Removes what no longer counts. */
export async function removeOldLimits(): Promise<void> {
  await db.delete(limits).where(lt(limits.expire, Date.now()));
}
