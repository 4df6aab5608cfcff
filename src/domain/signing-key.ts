import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { settings } from "../../db/schema.ts";
import { env } from "../env.ts";

/** What signatures are made for. One made for one purpose is none for another. */
type Purpose = "unsubscribe";

const SETTING = "signing-key";
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
async function signature(purpose: Purpose, text: string): Promise<string> {
  return createHmac("sha256", await signingKey())
    .update(`${purpose}\n${text}`)
    .digest("base64url");
}

/** `SECRET_KEY`, or else a key that the first process makes and all keep in the database. */
async function signingKey(): Promise<string> {
  if (known) return known;
  const value = randomBytes(32).toString("base64url");
  await db.insert(settings).ignore().values({ key: SETTING, value });
  const [kept] = await db.select().from(settings).where(eq(settings.key, SETTING));
  known = kept?.value ?? value;
  return known;
}
