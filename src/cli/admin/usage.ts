import { tableSizes, uploadsSize } from "../../domain/usage.ts";
import { bytes, columns } from "../lines.ts";
import type { Task } from "./task.ts";

export const usage: Task = {
  usage: "usage",
  about: "Shows what takes how much room: the tables of the database, largest first, and the uploads.",
  examples: ["usage --json"],

  async run() {
    const tables = await tableSizes();
    const uploads = await uploadsSize();
    const total = tables.reduce((sum, table) => sum + table.bytes, 0);
    const rows = tables.map((table) => [table.name, about(table.rows), bytes(table.bytes)]);
    return {
      data: { tables, bytes: total, uploads },
      text: `${columns([["TABLE", "ROWS, ABOUT", "SIZE"], ...rows])}

Database: ${bytes(total)}.
Uploads: ${uploads.files.toLocaleString("en")} files, ${bytes(uploads.bytes)}.`,
    };
  },
};

const about = (rows: number) => rows.toLocaleString("en");
