import { expect, test } from "bun:test";
import { signedOut } from "../support/client.ts";
import { people } from "../support/people.ts";

/** Medians are measured again on a machine that was busy with something else meanwhile. */
const RETRIED = { retry: 3, timeout: 600_000 };
const TRIES = process.env.LONG ? 200 : 25;

test(
  "signing in takes as long for an account that is not there",
  async () => {
    await people();
    const visitor = signedOut();
    const took = async (username: string) => {
      const began = performance.now();
      await visitor.post("/login", { username, password: "wrong password" });
      return performance.now() - began;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let nth = -3; nth < TRIES; nth++) {
      const [one, other] = [await took("ada"), await took("eve")];
      if (nth < 0) continue; // the first ones warm up
      known.push(one);
      unknown.push(other);
    }
    const [ada, eve] = [median(known), median(unknown)];
    if (process.env.LONG)
      console.log(`known ${ada.toFixed(2)} ms, unknown ${eve.toFixed(2)} ms (medians of ${TRIES})`);
    expect(Math.abs(ada - eve)).toBeLessThan(0.15 * Math.max(ada, eve));
  },
  RETRIED,
);

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
