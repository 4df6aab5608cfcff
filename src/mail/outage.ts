import { Away } from "../domain/away.ts";
import { log } from "../log.ts";
import type { NotSent } from "./transport.ts";

/** Pauses between tries while the mail server is away, in milliseconds. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/** Longer than any try takes. */
const WHILE_TRYING = 30_000;

export type Outage = ReturnType<typeof newOutage>;

/**
 * Stands before a mail server, so that a batch of mail does not keep the workers waiting for one that is away: one mail a
 * pause tries, the others are `Away` at once. The log says when an outage begins and when it ends, and nothing between.
 */
export function newOutage() {
  let reason: string | null = null;
  let pause = FIRST_PAUSE;
  let tryAt = 0;

  function begin(fault: NotSent) {
    if (reason === null) log.warn({ fault: fault.message }, "The mail server is away: mail waits.");
    reason = fault.message;
    tryAt = performance.now() + pause;
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  function end() {
    if (reason !== null) log.info("The mail server answers again.");
    reason = null;
    pause = FIRST_PAUSE;
  }

  return {
    /**
     * Sends a mail. What fails without an answer may be the server's fault or this mail's: if then the server `isThere`,
     * it is the mail's.
     */
    async unlessAway(send: () => Promise<unknown>, isThere: () => Promise<boolean>): Promise<void> {
      if (reason !== null) {
        if (performance.now() < tryAt) throw new Away(reason);
        tryAt = performance.now() + WHILE_TRYING;
      }
      try {
        await send();
      } catch (error) {
        const fault = error as NotSent;
        if (fault.unanswered && !(await isThere())) {
          begin(fault);
          throw new Away(fault.message);
        }
        end();
        throw fault;
      }
      end();
    },
  };
}
