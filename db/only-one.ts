import mysql, { type RowDataPacket } from "mysql2/promise";
import { env } from "../src/env.ts";

/**
 * Does `work` unless another process is at work under the same name; answers null then. The lock is the database's and
 * goes with its connection, which is one of its own: however this process ends, the next can begin.
 */
export async function asOnlyOne<T>(name: string, work: () => Promise<T>): Promise<{ done: T } | null> {
  const connection = await mysql.createConnection({ uri: env.DATABASE_URL, connectTimeout: 5000 });
  connection.on("error", () => {}); // a connection that breaks is told by what works with others
  try {
    await connection.query("set session wait_timeout = 28800");
    const lock = "concat(left(database(), 40), ':', ?)";
    const [rows] = await connection.query<RowDataPacket[]>(`select get_lock(${lock}, 0) as got`, [name]);
    if (Number(rows[0]?.got) !== 1) return null;
    return { done: await work() };
  } finally {
    connection.destroy();
  }
}
