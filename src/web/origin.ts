import type { Origin } from "../domain/security-events.ts";
import { env } from "../env.ts";
import { log } from "../log.ts";
import { isPrivate, networkOf, readAddress } from "./address.ts";
import type { Received } from "./context.ts";

/** As much of a request as tells where it comes from. */
interface Sent extends Received {
  req: { header(name: string): string | undefined };
}

/**
 * The client's address, or null where it is not known. Each trusted proxy has added to `X-Forwarded-For` whom it was
 * talking to: as many steps from its end as there are proxies stands the client; what is further left, anyone may have
 * written. No proxy declared: the peer's own.
 */
export function clientAddress(c: Sent, trusted = env.TRUSTED_PROXIES): string | null {
  const peer = readAddress(c.env.address);
  if (trusted === 0) return peer;
  const forwarded = c.req.header("X-Forwarded-For")?.split(",") ?? [];
  return readAddress(forwarded.at(-trusted)) ?? peer;
}

/** Where a request comes from, for what is noted about an account. */
export const originOf = (c: Sent): Origin => ({
  address: clientAddress(c) ?? "",
  userAgent: c.req.header("User-Agent") ?? "",
});

/**
 * Whom a limit for each address counts, or null when it is not known; also behind a proxy that nobody declared, where all visitors would share
 * its address.
 */
export function limitedAddress(c: Sent, trusted = env.TRUSTED_PROXIES): string | null {
  if (trusted === 0 && isForwarded(c)) return null;
  const address = clientAddress(c, trusted);
  return address && networkOf(address);
}

let undeclared = false;

/** Whether requests came through a proxy that TRUSTED_PROXIES does not count. */
export const proxyIsUndeclared = () => undeclared;

/** Whether a proxy beside us, which nobody declared, passed this on. Said once in the log. */
function isForwarded(c: Sent): boolean {
  const peer = readAddress(c.env.address);
  if (c.req.header("X-Forwarded-For") === undefined || !peer || !isPrivate(peer)) return false;
  if (!undeclared) {
    log.warn(
      "Requests come through a proxy that TRUSTED_PROXIES does not count: limits for each address stand aside.",
    );
  }
  undeclared = true;
  return true;
}
