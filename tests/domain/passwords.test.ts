import { expect, test } from "bun:test";
import { hashPassword, NewPassword, verifyPassword, weaknessOf } from "../../src/domain/passwords.ts";
import { PASSWORD } from "../support/people.ts";

const mary = { username: "Mary_Shelley", email: "Mary.S@example.org" };

test.each([
  ["eight characters", "a b c d "],
  ["eight characters of another script", "春の海ひねもすの"],
  ["eight characters that are two units each", "🦊🐸🐢🐙🦉🐝🦋🐌"],
  ["a long passphrase", "ladies of the lake ".repeat(50)],
  ["1,024 bytes", "é".repeat(512)],
])("%s are taken", (_, password) => {
  expect(NewPassword.safeParse(password).success).toBe(true);
});

test.each([
  ["passwordTooShort", "seven77"],
  ["passwordTooShort", "🦊🐸🐢🐙"],
  ["passwordTooShort", ""],
  ["passwordTooLong", "é".repeat(513)],
  ["passwordTooLong", "x".repeat(100_000)],
])("%s: %.12s", (problem, password) => {
  expect(NewPassword.safeParse(password).error?.issues.map(({ message }) => message)).toEqual([problem]);
});

test.each([
  ["passwordCommon", "password"],
  ["passwordCommon", "PassWord1"],
  ["passwordCommon", "qwertyuiop"],
  ["passwordCommon", "12345678"],
  ["passwordIsUsername", "mary_shelley"],
  ["passwordIsEmail", "mary.s@EXAMPLE.org"],
  ["passwordIsEmail", "MARY.S"],
])("%s: %s", async (weakness, password) => {
  expect(await weaknessOf(password, mary)).toBe(weakness as never);
});

test("what is neither common nor known of the person is strong enough", async () => {
  for (const password of [PASSWORD, "look-around", "mary shelley", "constructor", "__proto__"])
    expect(await weaknessOf(password, mary)).toBeNull();
  expect(await weaknessOf("mary shelley", { username: "mary", email: null })).toBeNull();
});

test("all of a long password counts", async () => {
  const long = "x".repeat(1023);
  const hash = await hashPassword(`${long}a`);
  expect(await verifyPassword(`${long}a`, hash)).toBe(true);
  expect(await verifyPassword(`${long}b`, hash)).toBe(false);
});
