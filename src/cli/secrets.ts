/**
 * `bun src/cli/secrets.ts FOLDER DATABASE_HOST`: makes what a site of containers keeps secret, once. In FOLDER/app goes what
 * the app reads, in FOLDER/database what the database server does. What is there stays as it is.
 */
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Whom the image runs the app as. The database's are read by its server's first process, as root. */
const APP = 1000;

const [folder, host] = process.argv.slice(2);
if (!folder || !host) {
  console.error("Usage: bun src/cli/secrets.ts FOLDER DATABASE_HOST");
  process.exit(1);
}

const random = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("hex");

keep("database/root_password", random);
const password = keep("database/password", random);
keep("app/database_url", () => `mysql://microblog:${password}@${host}:3306/microblog`, APP);
keep("app/secret_key", random, APP);

/** The content of a file, which is made when it is not there. */
function keep(name: string, make: () => string, owner = 0): string {
  const path = join(folder ?? "", name);
  if (existsSync(path)) return readFileSync(path, "utf8");
  const content = make();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode: 0o400 });
  if (process.getuid?.() === 0) chownSync(path, owner, owner);
  console.log(`${name} made.`);
  return content;
}
