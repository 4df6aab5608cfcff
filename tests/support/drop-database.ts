/** Drops the database whose address is its argument when the process that started it has ended, however that ended. */
import mysql from "mysql2/promise";

await Bun.stdin.text(); // ends with the other end of the pipe

const url = new URL(process.argv[2] ?? "");
const connection = await mysql.createConnection(url.href);
await connection.query("drop database if exists ??", [decodeURIComponent(url.pathname.slice(1))]);
await connection.end();
