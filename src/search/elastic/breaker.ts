import { Away } from "../../domain/away.ts";
import { log } from "../../log.ts";
import { PATIENCE } from "./client.ts";
import { describeElastic, isElastic, isRefusal, Slow } from "./faults.ts";

/** Pauses between looks at an engine that is away, in milliseconds. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/** An engine that was back for less than this, in milliseconds, has not recovered: the pauses go on growing. */
const SOUND_AFTER = 60_000;

export interface Breaker {
  /**
   * Asks the engine, for at most `patience` milliseconds. Throws `Away`: at once while the engine is known to be away, or
   * when this very question shows it.
   */
  ask<T>(
    question: (signal: AbortSignal) => Promise<T>,
    limits?: { signal?: AbortSignal | undefined; patience?: number },
  ): Promise<T>;
  /** Why it is not asked; null: it is, as far as is known. */
  reason(): string | null;
  /** Looks no more. */
  close(): void;
}

/**
 * Stands before an engine, so that an outage is paid for once: the first question that fails opens it, then nobody waits
 * until a look in the background (`look` throws when all is not well) finds the engine in order. The log says when an
 * outage begins and when it ends, and nothing between.
 */
export function newBreaker(look: () => Promise<void>): Breaker {
  let reason: string | null = null;
  let looked: Promise<void> | null = null;
  let pause = FIRST_PAUSE;
  let soundSince = 0;
  let timer: Timer | undefined;

  function open(error: unknown) {
    const now = describeElastic(error);
    if (reason === null && performance.now() - soundSince > SOUND_AFTER) pause = FIRST_PAUSE;
    if (reason !== now) log.warn(`${now} The database answers searches, and what changes waits.`);
    reason = now;
    looked = null;
    clearTimeout(timer);
    timer = setTimeout(lookAgain, pause);
    timer.unref();
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  async function lookAgain() {
    try {
      await look();
    } catch (error) {
      return open(error);
    }
    looked = Promise.resolve();
    reason = null;
    soundSince = performance.now();
    log.info("Elasticsearch answers again.");
  }

  return {
    async ask(question, { signal, patience = PATIENCE } = {}) {
      if (reason !== null) throw new Away(reason);
      const late = AbortSignal.timeout(patience);
      const until = signal ? AbortSignal.any([signal, late]) : late;
      try {
        looked ??= look();
        await Promise.race([looked, end(until)]);
        return await question(until);
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        const isLate = late.aborted && error === until.reason;
        if (!isLate && !isElastic(error)) throw error;
        if (isRefusal(error))
          log.error({ fault: describeElastic(error) }, "Elasticsearch refused a question.");
        else if (reason === null) open(late.aborted ? new Slow() : error);
        throw new Away(reason ?? describeElastic(error));
      }
    },
    reason: () => reason,
    close: () => clearTimeout(timer),
  };
}

const end = (signal: AbortSignal) =>
  new Promise<never>((_, reject) =>
    signal.addEventListener("abort", () => reject(new Slow()), { once: true }),
  );
