import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "../env.ts";
import { keptKey } from "./kept-key.ts";

/** What signatures are made for. One made for one purpose is none for another. */
type Purpose = "device" | "form" | "limit" | "unsubscribe";

let known: string | undefined = env.SECRET_KEY;

/** A text and its signature, to be given out and later read back by `readSigned`. */
export async function sign(purpose: Purpose, text: string): Promise<string> {
  return `${text}.${await signature(purpose, text)}`;
}

/** The text that we signed for this purpose, or null when it is not ours. */
export async function readSigned(purpose: Purpose, signed: string | undefined): Promise<string | null> {
  const end = signed?.lastIndexOf(".") ?? -1;
  if (signed === undefined || end < 0) return null;
  const text = signed.slice(0, end);
  const given = Buffer.from(signed.slice(end + 1));
  const right = Buffer.from(await signature(purpose, text));
  return given.length === right.length && timingSafeEqual(given, right) ? text : null;
}

/** What only this site can make of a text: 43 letters, digits, - and _. */
export async function signature(purpose: Purpose, text: string): Promise<string> {
  return createHmac("sha256", await signingKey())
    .update(`${purpose}\n${text}`)
    .digest("base64url");
}

/** `SECRET_KEY`, or else a key that the first process makes and all keep in the database. */
async function signingKey(): Promise<string> {
  known ??= await keptKey("signing-key");
  return known;
}
