/** `bun run seed`: puts the demo's people and posts into an empty database. */
import { closeDatabase } from "../../db/client.ts";
import { seedDemo } from "../../db/demo.ts";

const demo = await seedDemo();
if (demo) console.log(`Sign in as ${demo.username} with the password ${demo.password}.`);
else console.log("This database has people of its own: nothing was put in.");
await closeDatabase();
