/**
 * What went wrong in the database, read from the errors of mysql2. Drizzle wraps them, and its message holds the
 * statement with its parameters: never show or log that message.
 */
interface Fault {
  code?: string;
  errno?: number;
  message?: string;
}

const DUPLICATE_KEY = 1062;
const DEADLOCK = 1213;
const LOCK_WAIT_TIMEOUT = 1205;
/** Too many connections, shutting down, read-only (a replica after failover), killed, gone: others may serve again. */
const AWAY = new Set([1040, 1053, 1129, 1203, 1290, 1317, 1792, 1836, 1927, 2006, 2013, 3169]);
const UNREACHABLE =
  /^(ECONN|ENOTFOUND|EAI_|EHOST|ENET|ENOENT|EPIPE|ETIMEDOUT|PROTOCOL_CONNECTION_LOST|PROTOCOL_SEQUENCE_TIMEOUT)/;

/** The row is there already. */
export const isDuplicate = (error: unknown) => faultOf(error)?.errno === DUPLICATE_KEY;

/** The primary key is taken: where that is an id of ours, another process made the same one in the same moment. */
export function isIdTaken(error: unknown): boolean {
  const { errno, message = "" } = faultOf(error) ?? {};
  return errno === DUPLICATE_KEY && message.endsWith("PRIMARY'");
}

/** Two transactions were in each other's way; the same transaction may succeed when it is tried again. */
export function isConflict(error: unknown): boolean {
  const errno = faultOf(error)?.errno;
  return errno === DEADLOCK || errno === LOCK_WAIT_TIMEOUT;
}

/** The database is refused, unreachable, paused or overloaded: nothing is wrong with what was asked. */
export function isDatabaseAway(error: unknown): boolean {
  const fault = faultOf(error);
  if (fault === null) return false;
  if (fault.errno !== undefined && AWAY.has(fault.errno)) return true;
  return UNREACHABLE.test(fault.code ?? "") || /closed state|pool is closed/i.test(fault.message ?? "");
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
