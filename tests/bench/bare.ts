/**
 * The yardstick: what is left of a page when everything but the database, HTTP and joining strings is taken away. For
 * each page it runs the SQL that the app runs for it, as prepared statements, and answers with the escaped texts of all
 * rows in as many bytes as the app's page has. Started by bench.ts with the pages, in JSON, on standard input; the
 * page's number is its path.
 */
import mysql, { type ExecuteValues, type RowDataPacket } from "mysql2/promise";
import { CONNECTION } from "../../db/client.ts";
import { asParameter } from "../../db/deadlines.ts";
import { env } from "../../src/env.ts";
import { inOnePiece } from "../../src/web/in-one-piece.ts";
import type { BenchPage } from "./prepare.ts";
import { revive, type Statement } from "./recording.ts";

const pages: Pick<BenchPage, "statements" | "bytes">[] = JSON.parse(await Bun.stdin.text(), revive);
const pool = mysql.createPool({
  ...{ ...CONNECTION, uri: env.DATABASE_URL, connectionLimit: 10, maxIdle: 10 },
  ...{ rowsAsArray: true, dateStrings: true },
});

/** The markup between the texts, as one piece. */
const markup: string[] = [];
for (const { statements, bytes } of pages) {
  const texts = textsOf(await ask(statements));
  markup.push("=".repeat(Math.max(0, bytes - Buffer.byteLength(pageOf(texts, "")))));
}

Bun.serve({
  port: env.PORT,
  hostname: env.HOST,
  async fetch(request) {
    const number = Number(new URL(request.url).pathname.slice(1));
    const texts = textsOf(await ask(pages[number]?.statements ?? []));
    const headers = { "Content-Type": "text/html; charset=utf-8" };
    return inOnePiece(new Response(pageOf(texts, markup[number] ?? ""), { headers }));
  },
});

async function ask(statements: Statement[]): Promise<RowDataPacket[][]> {
  const connection = await pool.getConnection();
  try {
    const results: RowDataPacket[][] = [];
    for (const { sql, values } of statements) {
      const [rows] = await connection.execute<RowDataPacket[]>(sql, values.map(asParameter) as ExecuteValues);
      results.push(rows);
    }
    return results;
  } finally {
    connection.release();
  }
}

/** What a page shows: rows that are no more than an id only lead to others. */
function textsOf(results: RowDataPacket[][]): string {
  const shown = results.flat().filter((row) => Object.keys(row).length > 1);
  const texts = shown.map((row) => Object.values(row).map(escaped).join(" "));
  return texts.join("\n");
}

function escaped(value: unknown): string {
  return value === null ? "" : Bun.escapeHTML(String(value));
}

function pageOf(texts: string, markup: string): string {
  return `<!doctype html><html><pre>${texts}</pre>${markup}</html>`;
}
