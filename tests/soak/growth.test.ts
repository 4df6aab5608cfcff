import { expect, test } from "bun:test";
import { growthOf, keepsGrowing, type Point } from "./growth.ts";

const MOST = 10;

/** Ten minutes, a reading every five seconds. */
const series = (value: (at: number) => number): Point[] =>
  Array.from({ length: 121 }, (_, place) => ({ at: place * 5, value: value(place * 5) }));

/** Twenty megabytes up, and down again at once: what a collector does. */
const sawtooth = (at: number) => ((at % 45) / 45) * 20;

const judge = (value: (at: number) => number) => {
  const growth = growthOf(series(value));
  return growth && keepsGrowing(growth, MOST);
};

test("what stays the same does not grow", () => {
  expect(growthOf(series(() => 140))).toEqual({ grown: 0, perHour: 0, steadiness: 0 });
});

test("a leak is found, also below a sawtooth, and its size told", () => {
  const leak = (at: number) => 140 + at / 15;
  expect(growthOf(series(leak))).toEqual({ grown: 20, perHour: 240, steadiness: 1 });
  expect(judge(leak)).toBe(true);
  expect(judge((at) => leak(at) + sawtooth(at))).toBe(true);
});

test("a leak that only begins in the second half is found", () => {
  expect(judge((at) => 140 + Math.max(0, at - 330) / 10 + sawtooth(at))).toBe(true);
});

test("a sawtooth goes nowhere, wherever in a tooth the soak ends", () => {
  for (let shift = 0; shift < 45; shift += 5) expect(judge((at) => 140 + sawtooth(at + shift))).toBe(false);
});

test("what levels off in the warm-up does not grow", () => {
  expect(judge((at) => 200 - 100 * Math.exp(-at / 60) + sawtooth(at))).toBe(false);
});

test("a single step does not grow, whenever it comes, nor does a peak", () => {
  for (let step = 300; step < 600; step += 5) expect(judge((at) => (at > step ? 170 : 140))).toBe(false);
  expect(judge((at) => (at > 420 && at < 470 ? 400 : 140))).toBe(false);
});

test("a slope too small to matter passes, and is told", () => {
  const growth = growthOf(series((at) => 140 + at / 60));
  expect(growth).toEqual({ grown: 5, perHour: 60, steadiness: 1 });
  expect(growth && keepsGrowing(growth, MOST)).toBe(false);
});

test("a short soak, or one with few readings, tells nothing", () => {
  expect(growthOf(series((at) => at).slice(0, 40))).toBeNull();
  expect(growthOf(series((at) => at).filter(({ at }) => at % 100 === 0))).toBeNull();
  expect(growthOf([])).toBeNull();
});
