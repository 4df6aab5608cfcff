import { expect, test } from "bun:test";
import { sources } from "../support/sources.ts";

test("the clock of tests is moved in one place, where it is only set back", () => {
  const moving = sources("tests").filter(({ text }) => /\bsetSystemTime\b.* from "bun:test"/.test(text));
  expect(moving.map(({ path }) => path)).toEqual(["tests/support/clock.ts"]);
});
