import { createHash, randomInt } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { type Database, db } from "../../db/client.ts";
import { recoveryCodes } from "../../db/schema.ts";

const CODES = 10;

/** 32 letters and digits, none of which looks like another: 24 of them are 120 bits, enough for a plain hash. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz023456789";
const LENGTH = 24;

/** Makes ten codes for this person in place of those there were, and answers them: they are nowhere else. */
export async function makeRecoveryCodes(tx: Database, person: number): Promise<string[]> {
  const codes = Array.from({ length: CODES }, newCode);
  await forgetRecoveryCodes(tx, person);
  await tx.insert(recoveryCodes).values(codes.map((code) => ({ userId: person, codeHash: hash(code) })));
  return codes;
}

/** How many are left. */
export const countRecoveryCodes = (person: number): Promise<number> =>
  db.$count(recoveryCodes, eq(recoveryCodes.userId, person));

/** Uses a code up. True for one caller only, however many try at once. Case, spaces and dashes do not matter. */
export async function useRecoveryCode(tx: Database, person: number, code: string): Promise<boolean> {
  const [{ affectedRows }] = await tx
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, person), eq(recoveryCodes.codeHash, hash(code))));
  return affectedRows === 1;
}

/** The codes that are left are dead from now on. */
export async function forgetRecoveryCodes(tx: Database, person: number): Promise<void> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, person));
}

function newCode(): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return letters.replace(/.{4}(?=.)/g, "$&-");
}

const hash = (code: string) => createHash("sha256").update(code.toLowerCase().replace(/[\s-]/g, "")).digest();
