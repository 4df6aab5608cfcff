import { afterAll, beforeAll } from "bun:test";
import { env } from "../../src/env.ts";

/** Turns limits on for the tests of a file, or of the block in which it is called; elsewhere they are off. */
export function withLimits() {
  beforeAll(() => {
    env.RATE_LIMITS = true;
  });
  afterAll(() => {
    env.RATE_LIMITS = false;
  });
}
