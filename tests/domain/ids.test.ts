import { expect, test } from "bun:test";
import { firstIdAt, newId, parseId } from "../../src/domain/ids.ts";

const HOUR = 3_600_000;

test("ids rise, also those of one millisecond", () => {
  const now = Date.now();
  const ids = Array.from({ length: 10_000 }, () => newId(now));

  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  expect(new Set(ids).size).toBe(ids.length);
});

test("ids rise even when the clock is set back", () => {
  const before = newId();

  expect(newId(Date.now() - HOUR)).toBeGreaterThan(before);
});

test("ids sort by time", () => {
  const now = Date.now();

  expect(newId()).toBeGreaterThanOrEqual(firstIdAt(now));
  expect(firstIdAt(now + 1)).toBeGreaterThan(firstIdAt(now));
  expect(firstIdAt(Date.UTC(2020, 0, 1))).toBe(0);
});

test("ids are exact until the year 2095", () => {
  const last = firstIdAt(Date.UTC(2095, 0, 1)) + 4095;

  expect(Number.isSafeInteger(last)).toBe(true);
  expect(parseId(`${last}`)).toBe(last);
});

test.each(["1", "42", "9007199254740991"])("%s is an id", (text) => {
  expect(parseId(text)).toBe(Number(text));
});

test.each([
  "",
  "0",
  "007",
  "-1",
  "+1",
  "1.5",
  "1e3",
  "0x1",
  " 1",
  "1 ",
  "١",
  "NaN",
  "9007199254740992",
  "99999999999999999999",
])("%p is no id", (text) => {
  expect(parseId(text)).toBeNull();
});
