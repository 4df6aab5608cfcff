import type { Connection } from "mysql2/promise";

/** Where somebody who migrates is ended: before a statement is sent, when it is answered, noted, or for good. */
export const POINTS = ["before", "answered", "noted", "committed"] as const;
export type Point = (typeof POINTS)[number];

export class Ended extends Error {}

/** A connection that is cut when the first of these statements has come to a point; after that it does nothing more. */
export function mortal(connection: Connection, statements: Set<string>, point: Point): Connection {
  let sent = false;
  let dead = false;
  const end = () => {
    dead = true;
    connection.destroy();
    throw new Ended();
  };
  const query = async (text: string, values?: unknown[]) => {
    const isStatement = statements.has(text);
    if (dead || (isStatement && point === "before")) end();
    const answer = await connection.query(text, values).catch((error: Error) => error);
    const reached = {
      before: false,
      answered: isStatement,
      noted: sent && text.startsWith("update"),
      committed: sent && text === "commit",
    }[point];
    sent ||= isStatement;
    if (reached) end();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { query } as Connection;
}
