/** `bun run migrate`: brings the database of DATABASE_URL to this version's schema. Waits for the database if need be. */
import { migrate } from "../../db/migrate.ts";
import { env } from "../env.ts";
import { command } from "./command.ts";

await command(async () => {
  await migrate(env.DATABASE_URL, { say: console.log });
  console.log("The database is up to date.");
});
