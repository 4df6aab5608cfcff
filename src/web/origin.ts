import { isIP } from "node:net";
import type { Context } from "hono";
import type { Origin } from "../domain/security-events.ts";
import { env } from "../env.ts";
import type { Received } from "./context.ts";

/** A context of any of our handlers, for what it was asked. */
type Asked = Received & Pick<Context, "req">;

/**
 * The client's address, or null where it is not known. Each trusted proxy has added to `X-Forwarded-For` whom it was
 * talking to: as many steps from its end as there are proxies stands the client; what is further left, anyone may have
 * written. No proxy declared: the peer's own.
 */
export function clientAddress(c: Asked, trusted = env.TRUSTED_PROXIES): string | null {
  const peer = bare(c.env.address);
  if (trusted === 0) return peer;
  const forwarded = c.req.header("X-Forwarded-For")?.split(",") ?? [];
  return bare(forwarded.at(-trusted)?.trim()) ?? peer;
}

/** An IPv4 address may come dressed as an IPv6 one. Null for what is no address. */
function bare(address: string | undefined): string | null {
  const plain = address?.replace(/^::ffff:(?=\d+\.)/i, "");
  return plain && isIP(plain) ? plain : null;
}

/** Where a request comes from, for what is noted about an account. */
export const originOf = (c: Asked): Origin => ({
  address: clientAddress(c) ?? "",
  userAgent: c.req.header("User-Agent") ?? "",
});
