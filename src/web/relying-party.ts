import type { Context } from "hono";
import type { RelyingParty } from "../domain/passkeys.ts";
import { env } from "../env.ts";

/** Who passkeys are for: this site at its public address; in development at whatever address it was asked. */
export function relyingPartyOf(c: Context): RelyingParty {
  const { hostname, origin } = new URL(env.ORIGIN ?? askedAt(c));
  return { id: hostname, origin };
}

function askedAt(c: Context): string {
  const asked = `http://${c.req.header("Host")}`;
  return URL.canParse(asked) ? asked : c.req.url;
}
