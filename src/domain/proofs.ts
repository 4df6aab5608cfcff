import { z } from "zod";
import { isPasswordOf } from "./accounts.ts";
import type { PersonRef } from "./people.ts";
import { failedTooOften, noteFailure, type Origin } from "./security-events.ts";

/** The form that asks for the password again. */
export const Proof = z.object({ password: z.string().min(1, "required") });

/** What can be wrong with a password that was asked for again. */
export type WrongPassword = "wrongPassword" | "tooOften";

const FRESH_MS = 10 * 60_000;

/** Whether someone who proved at this time who they are may change what an account hangs on. */
export const isFresh = (provedAt: Date): boolean => provedAt.getTime() > Date.now() - FRESH_MS;

/** Checks the viewer's password; answers the problem with it, or null. */
export async function checkPassword(
  viewer: PersonRef,
  password: string,
  origin: Origin,
): Promise<WrongPassword | null> {
  if (await failedTooOften(viewer.id, "proofFailed")) return "tooOften";
  if (await isPasswordOf(viewer.id, password)) return null;
  await noteFailure(viewer.id, "proofFailed", origin);
  return "wrongPassword";
}
