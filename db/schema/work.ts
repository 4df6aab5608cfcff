import { index, int, mysqlTable, text, uniqueIndex, varchar } from "drizzle-orm/mysql-core";
import { id, jsonText, moment } from "../columns.ts";

/** Work to be done after the transaction that wrote it. See `src/jobs/queue.ts`. */
export const jobs = mysqlTable(
  "jobs",
  {
    id: id().primaryKey(),
    kind: varchar({ length: 32 }).notNull(),
    payload: jsonText<unknown>().notNull(),
    /** While a job with this key waits or runs, another with the same key is not written. */
    uniqueKey: varchar({ length: 64 }),
    runAt: moment().notNull(),
    lockedUntil: moment(),
    attempts: int().notNull().default(0),
    lastError: varchar({ length: 500 }),
    failedAt: moment(),
    createdAt: moment().notNull(),
  },
  (t) => [index("jobs_due").on(t.failedAt, t.runAt), uniqueIndex("jobs_unique_key").on(t.uniqueKey)],
);

/** Small things the installation remembers: the signing key it made for itself, whether demo content was put in. */
export const settings = mysqlTable("settings", {
  key: varchar({ length: 64 }).primaryKey(),
  value: text().notNull(),
});
