/** `bun run restore BACKUP`: puts a backup into an empty database. */
import { NoBackup } from "../../db/backup/manifest.ts";
import { restore } from "../../db/backup/restore.ts";
import { env } from "../env.ts";
import { storedUploads } from "../uploads/backup.ts";
import { Complaint, command, commandLine } from "./command.ts";
import { progressBar } from "./progress.ts";

const USAGE = `Usage: bun run restore BACKUP [--overwrite]

Checks the backup, puts it into the database of DATABASE_URL, migrates that to this version's schema and brings the
uploads back. BACKUP is a folder that bun run backup has made, on MySQL or MariaDB. Stop the site first. A database with
rows in it is refused; --overwrite loses them.

  bun run restore /var/backups/microblog-20260101T030000000Z`;

await command(async () => {
  const { values, positionals } = commandLine(
    { overwrite: { type: "boolean" }, help: { type: "boolean" } },
    USAGE,
  );
  const [folder, ...rest] = positionals;
  if (values.help) return console.log(USAGE);
  if (folder === undefined || rest.length > 0) throw new Complaint(USAGE);

  const { DATABASE_URL: url, BACKUP_KEY: secret } = env;
  const overwrite = values.overwrite === true;
  const what = { url, folder, secret, overwrite, uploads: storedUploads };
  const manifest = await restore({ ...what, onProgress: progressBar() }).catch((error) => {
    throw error instanceof NoBackup ? new Complaint(error.message) : error;
  });
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(`Restored ${rows.toLocaleString("en")} rows of ${manifest.createdAt}.`);
  if (env.ELASTICSEARCH_URL) console.log("Now run `bun run reindex`, so that Elasticsearch knows them.");
});
