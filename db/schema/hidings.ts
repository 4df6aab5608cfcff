import { index, mysqlTable, primaryKey, varchar } from "drizzle-orm/mysql-core";
import { id } from "../columns.ts";

/**
 * Whom someone does not see. A block is two rows, `block` for the one who blocks and `blocked` for the other, so that
 * what either may see is asked by the viewer's own key. `id` sorts them by time, for the list in the settings.
 */
export const hidings = mysqlTable(
  "hidings",
  {
    id: id().notNull(),
    viewerId: id().notNull(),
    personId: id().notNull(),
    why: varchar({ length: 8, enum: ["block", "blocked", "mute"] }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.viewerId, t.personId, t.why] }),
    index("hidings_list").on(t.viewerId, t.id),
    index("hidings_person").on(t.personId),
  ],
);
