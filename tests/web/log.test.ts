import { expect, test } from "bun:test";
import { readable } from "../../src/log.ts";

test("in development a line of the log is for people", () => {
  const line = {
    level: 40,
    time: Date.UTC(2026, 0, 1, 12, 0, 1),
    fault: "ETIMEDOUT",
    ms: 3,
    msg: "database away",
  };
  expect(readable(JSON.stringify(line))).toBe('12:00:01 warn database away fault="ETIMEDOUT" ms=3');
  expect(readable(JSON.stringify({ ...line, stack: "    at home" }))).toEndWith("ms=3\n    at home");
});
