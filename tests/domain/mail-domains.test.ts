import { beforeEach, expect, test } from "bun:test";
import { changeMailDomainRules, isThrowAway, withDomain } from "../../src/domain/mail-domains.ts";
import { reset } from "../support/people.ts";

beforeEach(reset);

const rule = (verb: "allow" | "refuse", domain: string) =>
  changeMailDomainRules((rules) => withDomain(rules, verb, domain));

test.each([
  ["mary@mailinator.com", true],
  ["mary@MAILINATOR.com", true],
  ["mary@some.where.mailinator.com", true],
  ["mary@example.org", false],
  ["mary@mailinator.com.example.org", false],
  ["mary@com", false],
])("%s: %p", async (email, refused) => {
  expect(await isThrowAway(email)).toBe(refused);
});

test("the admin may refuse more, and allow some, and what is nearer counts", async () => {
  await rule("refuse", "example.org");
  await rule("allow", "good.example.org");
  await rule("allow", "mailinator.com");

  expect(await isThrowAway("mary@example.org")).toBe(true);
  expect(await isThrowAway("mary@bad.example.org")).toBe(true);
  expect(await isThrowAway("mary@very.good.example.org")).toBe(false);
  expect(await isThrowAway("mary@mailinator.com")).toBe(false);

  await rule("refuse", "mailinator.com");
  expect(await isThrowAway("mary@mailinator.com")).toBe(true);
});

test("the list may be switched off, which leaves what the admin said", async () => {
  await rule("refuse", "example.org");
  await changeMailDomainRules((rules) => ({ ...rules, on: false }));

  expect(await isThrowAway("mary@mailinator.com")).toBe(false);
  expect(await isThrowAway("mary@example.org")).toBe(true);
});

test("a domain in another script is the same as what the DNS calls it", async () => {
  await rule("refuse", "xn--bcher-kva.example");
  expect(await isThrowAway("mary@Bücher.example")).toBe(true);
});
