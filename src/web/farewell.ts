import { createMiddleware } from "hono/factory";

let leaving = false;

/** The process is about to end: `/readyz` says so, and every connection ends with its next answer. */
export function leave(): void {
  leaving = true;
}

export const isLeaving = (): boolean => leaving;

export const farewell = createMiddleware(async (c, next) => {
  await next();
  if (leaving) c.header("Connection", "close");
});
