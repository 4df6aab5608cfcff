import { migrationStatus } from "../../../db/migrate.ts";
import { env } from "../../env.ts";
import type { Task } from "./task.ts";

export const migrateStatus: Task = {
  usage: "migrate status",
  about: "Shows which migrations the database has had and which it has yet to have. Changes nothing.",
  examples: ["migrate status --json"],
  migrates: false,

  async run() {
    const status = await migrationStatus(env.DATABASE_URL);
    const { applied, pending, unknown } = status;
    const lines = [...applied.map((tag) => `applied  ${tag}`), ...pending.map((tag) => `pending  ${tag}`)];
    if (unknown > 0) lines.push(`${unknown} of a later version: this database was migrated beyond this one.`);
    return { data: status, text: lines.join("\n") };
  },
};
