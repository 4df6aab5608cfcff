import { bigint, index, int, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import { id, moment } from "../columns.ts";

const size = () => bigint({ mode: "number", unsigned: true });
const count = () => int().notNull().default(0);

/** What people asked to have of what is theirs. See `src/domain/exports.ts`. */
export const dataExports = mysqlTable(
  "data_exports",
  {
    id: id().primaryKey(),
    personId: id().notNull(),
    /** `removed`: its days are over, and the file is gone. */
    state: varchar({ length: 8, enum: ["waiting", "running", "ready", "failed", "removed"] }).notNull(),
    /** Names the file; each run writes another one. */
    fileKey: varchar({ length: 32 }),
    done: count(),
    total: count(),
    bytes: size().notNull().default(0),
    createdAt: moment().notNull(),
    expiresAt: moment(),
  },
  (t) => [index("data_exports_person").on(t.personId, t.id), index("data_exports_expires").on(t.expiresAt)],
);

/** Archives of other sites that people brought along. See `src/domain/imports.ts`. */
export const dataImports = mysqlTable(
  "data_imports",
  {
    id: id().primaryKey(),
    personId: id().notNull(),
    state: varchar({ length: 8, enum: ["waiting", "running", "done", "failed"] }).notNull(),
    fileKey: varchar({ length: 32 }).notNull(),
    /** How many posts of the archive are settled, in the order of their times: where it goes on after a break. */
    done: count(),
    total: count(),
    brought: count(),
    present: count(),
    refused: count(),
    /** Why it failed: a key of the dictionary's `problems`. */
    problem: varchar({ length: 32 }),
    createdAt: moment().notNull(),
  },
  (t) => [index("data_imports_person").on(t.personId, t.id)],
);
