import { describeFault } from "./faults.ts";

/** A statement that takes longer is told of, in milliseconds. */
const SLOW = 200;

const SHAPE_LENGTH = 1000;

let tellSlow = (_statement: string, _ms: number) => {};

/** Who hears of slow statements: their text with placeholders, never with values, and how many milliseconds they took. */
export function onSlowStatement(tell: typeof tellSlow) {
  tellSlow = tell;
}

/** A statement that has ended: its text as for slow ones, when it began as of `performance.now()`, and the name of its fault. */
export interface Statement {
  text: string;
  began: number;
  fault: string | null;
}

let tellEach: ((statement: Statement) => void) | null = null;

/** Who hears of every statement. */
export function onStatement(tell: typeof tellEach) {
  tellEach = tell;
}

/** What a statement answers; whoever wants to hears of it when it has ended. */
export async function observed<Answer>(sql: string, answer: () => Promise<Answer>): Promise<Answer> {
  const began = performance.now();
  let fault: string | null = null;
  try {
    return await answer();
  } catch (error) {
    fault = describeFault(error);
    throw error;
  } finally {
    const ms = Math.round(performance.now() - began);
    const text = sql.slice(0, SHAPE_LENGTH);
    if (ms > SLOW) tellSlow(text, ms);
    tellEach?.({ text, began, fault });
  }
}
