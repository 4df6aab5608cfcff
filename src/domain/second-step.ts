import { db } from "../../db/client.ts";
import { transact } from "../../db/transact.ts";
import { takeAuthenticatorCode } from "./authenticators.ts";
import { useRecoveryCode } from "./recovery-codes.ts";
import { announce, failedTooOften, noteFailure, type Origin } from "./security-events.ts";
import { countTry, findToken, issueToken, useToken } from "./tokens.ts";

/*
 * Between the right password and a session of someone who has an authenticator app stands a state of its own: a token that
 * is good for nothing but to be handed in with a code, for ten minutes and five tries.
 */

const KIND = "second-step";
const MOST_TRIES = 5;
const REMEMBER = "remember";

/** The password was right. Answers the token of the second step, for a cookie and nowhere else. */
export const beginSecondStep = (person: number, { remember }: { remember: boolean }): Promise<string> =>
  issueToken(db, KIND, person, remember ? REMEMBER : "");

/** Who has come so far, or null when the token is none or has run out. */
export async function findSecondStep(token: string): Promise<{ person: number; remember: boolean } | null> {
  const step = await findToken(KIND, token);
  return step && { person: step.userId, remember: step.subject === REMEMBER };
}

/**
 * Hands in a code of the app, or a recovery code. Answers who may come in now; `wrong`: another try is left; `over`: back
 * to the password; `tooOften`: too many wrong codes for this account within the hour, so that none is looked at.
 */
export async function passSecondStep(
  token: string,
  code: string,
  origin: Origin,
): Promise<{ person: number; remember: boolean } | "wrong" | "over" | "tooOften"> {
  const step = await findSecondStep(token);
  if (step === null) return "over";
  const checked = await tryCode(step.person, code, origin, () => countTry(KIND, token, MOST_TRIES));
  if (checked === "right") return (await useToken(db, KIND, token)) ? step : "over";
  if (checked !== "last") return checked;
  await useToken(db, KIND, token);
  return "over";
}

/** Checks a code where the person is signed in already. */
export const checkOwnCode = (person: number, code: string, origin: Origin) =>
  tryCode(person, code, origin, async () => 1);

/** `counted` answers which try this is; null or the last one allowed ends it. */
async function tryCode(
  person: number,
  code: string,
  origin: Origin,
  counted: () => Promise<number | null>,
): Promise<"right" | "wrong" | "last" | "tooOften"> {
  if (await failedTooOften(person, "codeFailed")) return "tooOften";
  const nth = await counted();
  if (nth === null) return "last";
  if (await takeCode(person, code, origin)) return "right";
  await noteFailure(person, "codeFailed", origin);
  return nth === MOST_TRIES ? "last" : "wrong";
}

async function takeCode(person: number, code: string, origin: Origin): Promise<boolean> {
  if (await takeAuthenticatorCode(person, code)) return true;
  return transact(async (tx) => {
    const used = await useRecoveryCode(tx, person, code);
    if (used) await announce(tx, person, "recoveryCodeUsed", origin);
    return used;
  });
}
