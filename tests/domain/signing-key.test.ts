import { expect, test } from "bun:test";
import { readSigned, sign, signature } from "../../src/domain/signing-key.ts";

test("what was signed is read back", async () => {
  for (const text of ["7.abc", "", "a.b.c", "ñ 日本"]) {
    expect(await readSigned("form", await sign("form", text))).toBe(text);
  }
});

test("what was changed, cut off, signed for something else or by nobody is not", async () => {
  const signed = await sign("form", "1767225600000");
  const forged = [
    signed.replace("1", "2"),
    signed.slice(0, -1),
    `${signed}A`,
    signed.slice(signed.indexOf(".")),
    await sign("device", "1767225600000"),
    "1767225600000",
    "1767225600000.",
    ".",
    "",
    undefined,
  ];
  for (const text of forged) expect(await readSigned("form", text)).toBeNull();
});

test("a signature is 43 letters, digits, - and _, the same each time", async () => {
  expect(await signature("limit", "ada")).toMatch(/^[\w-]{43}$/);
  expect(await signature("limit", "ada")).toBe(await signature("limit", "ada"));
  expect(await signature("limit", "ada")).not.toBe(await signature("device", "ada"));
});
