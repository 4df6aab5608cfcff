import { Away } from "../domain/away.ts";
import { stopwatch } from "../metrics.ts";
import type { Engine } from "./engine.ts";

const took = stopwatch(
  "search_duration_seconds",
  "How long questions to an engine took: answered, abandoned by who asked, put to one that is away, or failed",
  ["engine", "outcome"],
);

/** Puts a question to an engine, and counts how it ended. */
export async function timed<T>(
  engine: Engine["name"],
  question: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const began = performance.now();
  const note = (outcome: string) => took({ engine, outcome }, performance.now() - began);
  try {
    const answer = await question();
    note("answered");
    return answer;
  } catch (error) {
    note(signal?.aborted ? "abandoned" : error instanceof Away ? "away" : "failed");
    throw error;
  }
}
