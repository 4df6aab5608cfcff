import { afterEach, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import { setRegistration, whatClosesRegistration } from "../../src/domain/registration.ts";
import { env } from "../../src/env.ts";
import { signedOut } from "../support/client.ts";
import { PASSWORD, people } from "../support/people.ts";

const MARY = { username: "mary", email: "mary@example.org", password: PASSWORD, passwordConfirm: PASSWORD };

afterEach(() => {
  env.REGISTRATION = "open";
});

test("is open until somebody closes it, and again when it is opened", async () => {
  await people();
  expect(await whatClosesRegistration()).toBeNull();
  const browser = signedOut();
  await browser.get("/register"); // and is still being filled in when it closes

  await setRegistration("closed");
  const refused = await browser.submit("Create my account", MARY);
  expect(refused.status).toBe(403);
  expect(refused.texts("h1")).toEqual(["Registration is closed"]);
  expect(await db.$count(users)).toBe(3);

  await setRegistration("open");
  expect((await signedOut().post("/register", MARY)).status).toBe(303);
});

test("that is closed is not offered on the front page", async () => {
  await people();
  expect((await signedOut().get("/")).offers("Register")).toBe(true);

  await setRegistration("closed");

  const page = await signedOut().get("/");
  expect(page.offers("Register")).toBe(false);
  expect(page.offers("Sign in")).toBe(true);
});

test("stays closed where the environment says so, whatever the admin says", async () => {
  await people();
  await setRegistration("open");
  env.REGISTRATION = "closed";

  expect(await whatClosesRegistration()).toBe("environment");
  expect((await signedOut().post("/register", MARY)).status).toBe(403);
});
