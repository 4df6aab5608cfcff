import { expect, test } from "bun:test";
import type { Reading } from "./readings.ts";
import { judge } from "./verdict.ts";

const QUIET: Omit<Reading, "at"> = {
  ...{ requests: 150, latencies: Array(150).fill(20), faults: {} },
  ...{ memory: 150, heap: 60, handles: 70, busy: 1, waiting: 0, jobs: 0, failed: 0, streams: 40, loop: 12 },
};

/** Ten minutes of a quiet site, and what is different about them. */
const wrongWith = (different: (at: number) => Partial<Reading>) =>
  judge(
    Array.from({ length: 121 }, (_, place) => ({ at: place * 5, ...QUIET, ...different(place * 5) })),
    500,
  ).wrong;

test("nothing is wrong with a quiet site", () => {
  expect(wrongWith(() => ({}))).toEqual([]);
});

test("an error is named by its route, whenever it came", () => {
  const faults = { "GET /explore answered 500": 2 };
  expect(wrongWith((at) => (at < 10 ? { faults } : {}))).toEqual(["GET /explore answered 500, 4 times"]);
});

test("slow answers count once the site is warm", () => {
  const slow = Array(150).fill(700);
  expect(wrongWith((at) => (at < 200 ? { latencies: slow } : {}))).toEqual([]);
  expect(wrongWith((at) => (at > 500 ? { latencies: slow } : {}))).toEqual(["p99 is 700 ms, and may be 500"]);
});

test("what leaks is named: memory, handles, jobs", () => {
  expect(wrongWith((at) => ({ memory: 150 + at / 10 }))).toEqual([
    "growing on and on, memory: by 30.0 MB in the second half",
  ]);
  expect(wrongWith((at) => ({ handles: 70 + Math.floor(at / 10) }))).toEqual([
    "growing on and on, handles: by 30.0 in the second half",
  ]);
  expect(wrongWith((at) => ({ jobs: at / 5 }))).toEqual([
    "growing on and on, jobs waiting: by 60.0 in the second half",
  ]);
});

test("a job that was given up is told, and handles that nobody can count are not", () => {
  expect(wrongWith((at) => ({ handles: null, failed: at > 300 ? 1 : 0 }))).toEqual(["jobs given up: 1"]);
});
