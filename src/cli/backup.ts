/** `bun run backup DIR`: one consistent snapshot of everything, while the site goes on. */
import { backUp, removeOldBackups } from "../../db/backup/back-up.ts";
import { env } from "../env.ts";
import { storedUploads } from "../uploads/backup.ts";
import { Complaint, command, commandLine } from "./command.ts";
import { progressBar } from "./progress.ts";
import { VERSION } from "./version.ts";

const USAGE = `Usage: bun run backup DIR [--keep N]

Writes all tables, as they are at one moment, and the uploads to a new folder in DIR, while the site goes on.
With BACKUP_KEY set they are encrypted. --keep N removes all backups in DIR but the newest N afterwards, and what was
begun a day before and never finished.

  bun run backup /var/backups
  bun run backup /var/backups --keep 7`;

await command(async () => {
  const { values, positionals } = commandLine({ keep: { type: "string" }, help: { type: "boolean" } }, USAGE);
  const [directory, ...rest] = positionals;
  if (values.help) return console.log(USAGE);
  if (directory === undefined || rest.length > 0) throw new Complaint(USAGE);
  const keep = values.keep === undefined ? null : Number(values.keep);
  if (keep !== null && !(Number.isInteger(keep) && keep > 0))
    throw new Complaint("--keep must be a whole number from 1, such as 7.");

  const { DATABASE_URL: url, BACKUP_KEY: secret } = env;
  const what = { url, directory, version: VERSION, secret, uploads: storedUploads };
  const folder = await backUp({ ...what, onProgress: progressBar() });
  console.log(`${folder} holds everything${secret ? ", encrypted" : ""}.`);
  const removed = keep === null ? [] : await removeOldBackups(directory, keep);
  if (removed.length > 0) console.log(`Removed: ${removed.join(", ")}.`);
});
