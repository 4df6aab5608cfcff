import mysql, { type Connection as DriverConnection, type QueryOptions } from "mysql2";

const { Connection } = mysql as unknown as { Connection: typeof DriverConnection };

/** A statement as the app sent it. */
export interface Statement {
  sql: string;
  values: unknown[];
}

/** What the app asks the database while `work` runs: noted at the driver, so it is the very SQL. */
export async function recorded(work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const { query, execute } = Connection.prototype;
  const noting = (method: typeof query | typeof execute) =>
    function (this: DriverConnection, ...all: [QueryOptions, () => void]) {
      const [{ sql, values = [] }] = all;
      statements.push({ sql, values: [values].flat() });
      return Reflect.apply(method, this, all);
    };
  Object.assign(Connection.prototype, { query: noting(query), execute: noting(execute) });
  try {
    await work();
  } finally {
    Object.assign(Connection.prototype, { query, execute });
  }
  return statements;
}

/** Statements as text; bytes among the values survive it. */
export const revive = (_: string, value: unknown): unknown =>
  isBytes(value) ? Buffer.from(value.data) : value;

function isBytes(value: unknown): value is { type: "Buffer"; data: number[] } {
  return typeof value === "object" && value !== null && "type" in value && value.type === "Buffer";
}
