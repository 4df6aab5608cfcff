import { describeFault, isDatabaseAway } from "../../db/faults.ts";
import { schemaAge } from "../../db/migrated.ts";
import { mailWorks } from "./mail.ts";

/** What the site stands on. Only the database decides whether it can serve. */
export interface Readiness {
  ready: boolean;
  /** `ok`, or the name of the fault. */
  database: string;
  /** The schema: `ahead` when a later version has migrated it, which this version is made to live with. */
  migrations: "current" | "behind" | "ahead" | "unknown";
  /** Whether mail is sent. A site without it works. */
  mail: "on" | "off";
}

export async function readiness(): Promise<Readiness> {
  const mail = mailWorks() ? "on" : "off";
  try {
    const migrations = await schemaAge();
    return { ready: migrations !== "behind", database: "ok", migrations, mail };
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    return { ready: false, database: describeFault(error), migrations: "unknown", mail };
  }
}

/** Connections of this process to the database: `free` and `busy`, and how many wait for one. */
export { connections } from "../../db/client.ts";
