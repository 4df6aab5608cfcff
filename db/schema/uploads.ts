import { index, int, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import { id, moment } from "../columns.ts";

/**
 * The pictures that are kept, or are about to be: a row is there before its files and goes after them, so that no file
 * is forgotten. The key is the name of the files without their size, never used twice.
 */
export const uploads = mysqlTable(
  "uploads",
  {
    key: varchar({ length: 64 }).primaryKey(),
    ownerId: id().notNull(),
    /** Of all sizes together. */
    bytes: int().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [index("uploads_owner").on(t.ownerId), index("uploads_created").on(t.createdAt)],
);
