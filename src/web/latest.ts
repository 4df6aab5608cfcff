import type { Context } from "hono";
import type { App } from "./context.ts";

/** The question of each signed-in person that is being answered while they type on. */
const asking = new Map<number, AbortController>();

/**
 * Answers a question that the next one makes pointless: of one person's only the latest is worked on, and none whose
 * asker is gone. Null: nobody waits for the answer any more.
 */
export async function latest<T>(
  c: Context<App>,
  answer: (signal: AbortSignal) => Promise<T>,
): Promise<T | null> {
  const own = new AbortController();
  const signal = AbortSignal.any([own.signal, c.req.raw.signal]);
  const { viewer } = c.var;
  if (viewer) {
    asking.get(viewer.id)?.abort();
    asking.set(viewer.id, own);
  }
  try {
    return await answer(signal);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  } finally {
    if (viewer && asking.get(viewer.id) === own) asking.delete(viewer.id);
  }
}
