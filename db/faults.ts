/**
 * What went wrong in the database, read from the errors of mysql2. Drizzle wraps them, and its message holds the
 * statement with its parameters: never show or log that message.
 */
interface Fault {
  code?: string;
  syscall?: string;
  errno?: number;
  message?: string;
}

const DUPLICATE_KEY = 1062;
const DEADLOCK = 1213;
const LOCK_WAIT_TIMEOUT = 1205;
/** Too many connections, shutting down, killed, gone, out of memory or threads: others may serve again. */
const AWAY = new Set([
  1037, 1038, 1040, 1041, 1053, 1129, 1135, 1203, 1226, 1317, 1927, 2006, 2013, 3032, 3169, 4031,
]);
/** Read-only (a replica after failover, or by hand), or its disk is full: it still reads. */
const TAKES_NOTHING = new Set([1021, 1026, 1114, 1290, 1792, 1836, 1874, 3905]);
/** Of the operating system: no room, for this user, or to nobody. The server puts its number into messages of many kinds. */
const NO_ROOM = /^(ENOSPC|EDQUOT|EROFS)$/;
const NO_ROOM_TOLD = /\b(errno:|error) (28|122|30)\b|no space left|disk full/i;
/** A table, column or index is there already, or cannot be dropped because there is none. */
const DONE_ALREADY = new Set([1050, 1051, 1060, 1061, 1091]);
const UNREACHABLE =
  /^(ECONN|ENOTFOUND|EAI_|EHOST|ENET|EPIPE|ETIMEDOUT|PROTOCOL_CONNECTION_LOST|PROTOCOL_SEQUENCE_TIMEOUT)/;

/** The row is there already. */
export const isDuplicate = (error: unknown) => faultOf(error)?.errno === DUPLICATE_KEY;

/** The primary key is taken: where that is an id of ours, another process made the same one in the same moment. */
export function isIdTaken(error: unknown): boolean {
  const { errno, message = "" } = faultOf(error) ?? {};
  return errno === DUPLICATE_KEY && message.endsWith("PRIMARY'");
}

/** Another transaction has kept what this one needs for as long as one waits for a lock. */
export const isLockWait = (error: unknown) => faultOf(error)?.errno === LOCK_WAIT_TIMEOUT;

/** Two transactions were in each other's way; the same transaction may succeed when it is tried again. */
export function isConflict(error: unknown): boolean {
  const errno = faultOf(error)?.errno;
  return errno === DEADLOCK || errno === LOCK_WAIT_TIMEOUT;
}

/** What a change to a table would bring about is so already. */
export const isDoneAlready = (error: unknown) => DONE_ALREADY.has(faultOf(error)?.errno ?? 0);

/** Nothing can be written for now, to the database or to the disk; what is there can be read. */
export const takesNothing = (error: unknown) =>
  databaseTakesNothing(error) || NO_ROOM.test(faultOf(error)?.code ?? "");

function databaseTakesNothing(error: unknown): boolean {
  const { errno, code = "", message = "" } = faultOf(error) ?? {};
  if (errno !== undefined && TAKES_NOTHING.has(errno)) return true;
  return code.startsWith("ER_") && NO_ROOM_TOLD.test(message);
}

/** The database is refused, unreachable, paused, overloaded or takes nothing: nothing is wrong with what was asked. */
export function isDatabaseAway(error: unknown): boolean {
  const fault = faultOf(error);
  if (fault === null) return false;
  const { code = "", errno, message = "", syscall } = fault;
  if ((errno !== undefined && AWAY.has(errno)) || databaseTakesNothing(error)) return true;
  if (code === "ENOENT") return syscall === "connect"; // its socket, and not any file
  return UNREACHABLE.test(code) || /closed state|pool is closed/i.test(message);
}

/**
 * Writes what a page only notes in passing, such as who has seen it. Where that cannot be written just now, or another
 * transaction keeps the row, it is left undone: whoever came to read reads.
 */
export async function inPassing(note: Promise<unknown>): Promise<void> {
  await note.catch((error) => {
    if (!takesNothing(error) && !isConflict(error)) throw error;
  });
}

/** A short name of the fault for logs, without statement or parameters. */
export function describeFault(error: unknown): string {
  const fault = faultOf(error);
  if (fault === null) return error instanceof Error ? `${error.name}: ${error.message}` : "unknown error";
  return `${fault.code ?? "database error"} ${fault.errno ?? ""}`.trim();
}

function faultOf(error: unknown): Fault | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause || "errno" in cause || /closed state|pool is closed/i.test(cause.message))
      return cause;
    if (cause.cause === undefined && cause.message.startsWith("Failed query")) return { code: "UNKNOWN" };
  }
  return null;
}
