import { Database } from "bun:sqlite";

/**
 * Takes the lock for this process and leaves `note` for whoever comes later; answers `null`. When another process holds
 * it, answers that one's note. The kernel lets go of the lock when the process ends, so even kill -9 leaves none behind:
 * it is an open write transaction of SQLite, beside which others may still read.
 */
export function takeLock(path: string, note: string): string | null {
  const lock = new Database(path, { create: true });
  lock.run("pragma busy_timeout = 200");
  try {
    lock.run("create table if not exists holder (id integer primary key, note text)");
    lock.run("replace into holder values (1, ?)", [note]);
    lock.run("begin immediate");
    process.once("exit", () => lock.close()); // held until then also by this reference to it
    return null;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "SQLITE_BUSY")) throw error;
    return lock.query<{ note: string }, []>("select note from holder").get()?.note ?? "";
  }
}
