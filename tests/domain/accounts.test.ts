import { expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import { authenticate, Registration, signUp } from "../../src/domain/accounts.ts";
import { homePage } from "../../src/domain/home.ts";
import { findProfile, viewerColumns } from "../../src/domain/people.ts";
import { saveProfile } from "../../src/domain/profile.ts";
import { PASSWORD, people, reset } from "../support/people.ts";

const MARY = { username: "Mary_S", email: "Mary@Example.org", password: "three frogs, one pond" };

test("who signs up can sign in, by name or address, in any case", async () => {
  await reset();

  const account = await signUp(MARY);

  const id = "id" in account ? account.id : null;
  expect(id).not.toBeNull();
  for (const login of ["Mary_S", "mary_s", "MARY@example.ORG"]) {
    expect(await authenticate(login, MARY.password)).toBe(id);
  }
});

test("who is new has a profile and an empty home page", async () => {
  await reset();
  await signUp(MARY);

  const [mary] = await db.select(viewerColumns).from(users);

  expect(await findProfile("mary_s", null)).toMatchObject({ username: "Mary_S", name: "", about: "" });
  expect(mary && (await homePage(mary))).toEqual({ items: [], next: null });
});

test("a password is kept as an argon2id hash", async () => {
  await reset();
  await signUp(MARY);

  const [row] = await db.select({ hash: users.passwordHash }).from(users);

  expect(row?.hash).toStartWith("$argon2id$");
});

test("taken names and addresses are told, and nothing is made", async () => {
  await people();

  expect(await signUp({ ...MARY, username: "ADA" })).toEqual({ problems: { username: "usernameTaken" } });
  expect(await signUp({ ...MARY, email: "ADA@example.org" })).toEqual({ problems: { email: "emailTaken" } });
  expect(await signUp({ ...MARY, username: "ada", email: "grace@example.org" })).toEqual({
    problems: { username: "usernameTaken", email: "emailTaken" },
  });
  expect(await db.$count(users)).toBe(3);
  expect(await findProfile("mary_s", null)).toBeNull(); // the name was given back with the account
});

test("when two sign up with one name or one address at once, one gets it", async () => {
  await reset();

  const sameName = [signUp(MARY), signUp({ ...MARY, email: "another@example.org" })];
  const sameEmail = [signUp({ ...MARY, username: "mary_w" }), signUp({ ...MARY, username: "mary_g" })];
  const answers = await Promise.all([...sameName, ...sameEmail]);

  const made = answers.filter((answer) => "id" in answer);
  expect(await db.$count(users)).toBe(made.length);
  expect(await db.$count(users, eq(users.emailKey, "mary@example.org"))).toBe(1);
});

test("wrong passwords and unknown people are nobody", async () => {
  await people();

  expect(await authenticate("ada", PASSWORD)).not.toBeNull();
  expect(await authenticate("ada", `${PASSWORD}!`)).toBeNull();
  expect(await authenticate("ada", "")).toBeNull();
  expect(await authenticate("nobody", PASSWORD)).toBeNull();
  expect(await authenticate("nobody@example.org", PASSWORD)).toBeNull();
  expect(await authenticate("", PASSWORD)).toBeNull();
});

test("a former name signs in too", async () => {
  const { ada } = await people();
  await saveProfile(ada, { username: "countess", name: "", about: "" });

  expect(await authenticate("ada", PASSWORD)).toBe(ada.id);
  expect(await authenticate("countess", PASSWORD)).toBe(ada.id);
});

test.each([
  ["username", "required", { username: "" }],
  ["username", "usernameInvalid", { username: "mary s" }],
  ["username", "usernameInvalid", { username: "m".repeat(31) }],
  ["username", "usernameReserved", { username: "Admin" }],
  ["email", "required", { email: "" }],
  ["email", "emailInvalid", { email: "mary" }],
  ["email", "emailInvalid", { email: `${"m".repeat(250)}@example.org` }],
  ["password", "passwordTooShort", { password: "1234567", passwordConfirm: "1234567" }],
  ["password", "passwordTooLong", { password: "é".repeat(513), passwordConfirm: "é".repeat(513) }],
  ["email", "emailInvalid", { email: "mary@example.org\r\nBcc: all@example.org" }],
  ["email", "emailInvalid", { email: "mary@example.org,all@example.org" }],
  ["email", "emailInvalid", { email: "Mary <mary@example.org>" }],
  ["email", "emailInvalid", { email: "mary@example..org" }],
  ["email", "emailInvalid", { email: "mary@[127.0.0.1]" }],
  ["email", "emailInvalid", { email: "mary\u202E@example.org" }],
  ["passwordConfirm", "passwordsDiffer", { passwordConfirm: "three frogs" }],
])("registration refuses: %s, %s", (field, message, change) => {
  const form = { ...MARY, passwordConfirm: MARY.password, ...change };

  const issue = Registration.safeParse(form).error?.issues[0];

  expect([issue?.path[0], issue?.message]).toEqual([field, message]);
});

test.each([
  ["a user name of one letter", { username: "m" }],
  ["a user name of thirty", { username: "M".repeat(30) }],
  ["an address in any script", { email: "mário@exämple.org" }],
  [
    "a password of eight letters in any script",
    { password: "春の海ひねもすの", passwordConfirm: "春の海ひねもすの" },
  ],
])("registration accepts %s", (_, change) => {
  expect(Registration.safeParse({ ...MARY, passwordConfirm: MARY.password, ...change }).success).toBe(true);
});

test("a password is checked exactly as it was typed, to its last letter", async () => {
  await people();
  const longest = "x".repeat(1024);
  await signUp({ username: "edsger", email: null, password: longest });

  expect(await authenticate("edsger", longest)).not.toBeNull();
  for (const other of [`${longest}x`, longest.slice(1), longest.toUpperCase(), ` ${longest.slice(1)}`]) {
    expect(await authenticate("edsger", other)).toBeNull();
  }
});
