import { index, mysqlEnum, mysqlTable, primaryKey } from "drizzle-orm/mysql-core";
import { id } from "../columns.ts";

/**
 * What Elasticsearch has not been told yet: these posts and people changed. One row each, however often they do, so an
 * outage costs a row and not a job per change. `change` is new with every change: a row is removed only by who told it.
 */
export const searchChanges = mysqlTable(
  "search_changes",
  { kind: mysqlEnum(["posts", "people"]).notNull(), id: id().notNull(), change: id().notNull() },
  (t) => [primaryKey({ columns: [t.kind, t.id] }), index("search_changes_change").on(t.change)],
);
