/** With limits on: every address where guessing or flooding pays is counted, and over the limit nothing happens there. */
import { beforeEach, expect, test } from "bun:test";
import { loginKey } from "../../src/domain/accounts.ts";
import { consume, type Limit } from "../../src/domain/limits.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { as, signedOut } from "../support/client.ts";
import { withLimits } from "../support/limits.ts";
import { people } from "../support/people.ts";
import { postOffice } from "../support/smtp.ts";

const ADDRESS = "203.0.113.9";
const EMAIL = "ada@example.org";

let ada: Viewer;

withLimits();
postOffice();
beforeEach(async () => ({ ada } = await people()));

type Spent = { account?: string | number; address?: string };

/** Uses a limit up, however high it is. */
async function spend(limit: Limit, subjects: Spent) {
  for (let tries = 0; tries < 1000; tries++) if ((await consume(limit, subjects)) !== null) return;
  throw new Error(`${limit} has no end.`);
}

test.each([
  ["/confirm-email", "confirmationMail", {}],
  ["/settings/account/email", "confirmationMail", { email: "new@example.org", currentPassword: "guess" }],
  ["/prove", "secondStep", { password: "guess" }],
  ["/prove/passkey", "secondStep", { credential: "{}" }],
  ["/prove/passkey/options", "secondStep", {}],
  ["/@grace/block", "following", {}],
  ["/@grace/mute", "following", {}],
  ["/messages/@grace", "messaging", { body: "Hello" }],
] as const)("somebody who has done %s too often waits", async (path, limit, fields) => {
  await spend(limit, { account: ada.id });
  const answer = await as(ada).post(path, fields);
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0);
});

test.each([
  ["/login/code", "secondStep", { code: "123456" }],
  ["/login/passkey", "secondStep", { credential: "{}" }],
  ["/login/passkey/options", "secondStep", {}],
  ["/password-reset", "passwordReset", { email: EMAIL }],
] as const)("an address from which %s was tried too often waits", async (path, limit, fields) => {
  await spend(limit, { address: ADDRESS });
  expect((await signedOut().post(path, fields, { address: ADDRESS })).status).toBe(429);
});

test.each([EMAIL, "nobody@example.org"])(
  "a reset for %s waits after many, the form as it was",
  async (email) => {
    await spend("passwordReset", { account: loginKey(email) });
    const answer = await signedOut().post("/password-reset", { email }, { address: ADDRESS });
    expect(answer.status).toBe(429);
    expect(answer.value("email")).toBe(email);
  },
);

test("what was written to somebody stays in the form", async () => {
  await spend("messaging", { account: ada.id });
  const answer = await as(ada).post("/messages/@grace", { body: "A long letter" });
  expect(answer.value("body")?.trim()).toBe("A long letter");
});
