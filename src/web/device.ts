import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { readSigned, sign } from "../domain/signing-key.ts";
import { env } from "../env.ts";

/*
 * A browser on which somebody signed in keeps a signed note of it. Whoever comes with theirs is counted by it when they
 * sign in again, so that strangers who guess their password lock nobody out. It opens nothing by itself.
 */
const COOKIE = env.secure ? "__Host-device" : "device";
const YEAR_SECONDS = 365 * 24 * 3600;

/** The name of this device, if this person has signed in on it before; otherwise null. */
export async function knownDevice(c: Context, person: number | null): Promise<string | null> {
  const [owner, device] = (await readSigned("device", getCookie(c, COOKIE)))?.split(".") ?? [];
  return device !== undefined && owner === String(person) ? device : null;
}

/** This person has signed in here: the device is known from now on, for a year. */
export async function rememberDevice(c: Context, person: number): Promise<void> {
  const device = (await knownDevice(c, person)) ?? randomBytes(12).toString("base64url");
  setCookie(c, COOKIE, await sign("device", `${person}.${device}`), {
    ...{ path: "/", httpOnly: true, secure: env.secure, sameSite: "Lax" },
    maxAge: YEAR_SECONDS,
  });
}
