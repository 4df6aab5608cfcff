import { bigint, index, int, mysqlTable, varchar } from "drizzle-orm/mysql-core";

/**
 * How often something was done, for the limits that every process must agree on. Written by rate-limiter-flexible, which
 * knows these columns by their order. The key is a digest: no address stands here. See `src/domain/limits.ts`.
 */
export const limits = mysqlTable(
  "limits",
  {
    key: varchar({ length: 64 }).primaryKey(),
    points: int().notNull().default(0),
    /** When counting begins anew, in milliseconds since 1970. */
    expire: bigint({ mode: "number", unsigned: true }),
  },
  (t) => [index("limits_expire").on(t.expire)],
);
