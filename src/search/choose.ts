import { Away } from "../domain/away.ts";
import { env } from "../env.ts";
import { type Breaker, newBreaker } from "./elastic/breaker.ts";
import type { Place } from "./elastic/client.ts";
import { type Elastic, newElastic } from "./elastic/engine.ts";
import type { Engine } from "./engine.ts";
import { mysqlEngine } from "./mysql/engine.ts";
import { timed } from "./timed.ts";

/** Who answers searches. The database can at any time, as it is told of every change first. */
export interface Engines {
  /**
   * Puts a question to the best engine that is there. `degraded`: it should have been another. `signal` tells that
   * nobody wants to know any more.
   */
  ask<T>(question: Question<T>, signal?: AbortSignal): Promise<{ answer: T; degraded: boolean }>;
  /** Elasticsearch, and what stands before it; null where the settings name none. */
  elasticsearch: { engine: Elastic; breaker: Breaker } | null;
}

export type Question<T> = (engine: Engine, signal?: AbortSignal) => Promise<T>;

/** Elasticsearch at this place, or else the database alone. */
export function chooseEngines(place: Place | null): Engines {
  const askMysql = <T>(question: Question<T>, signal?: AbortSignal) =>
    timed("mysql", () => question(mysqlEngine, signal), signal);
  if (place === null) {
    const ask: Engines["ask"] = async (question, signal) => ({
      answer: await askMysql(question, signal),
      degraded: false,
    });
    return { ask, elasticsearch: null };
  }

  const engine = newElastic(place);
  const breaker = newBreaker(engine.look);
  return {
    elasticsearch: { engine, breaker },
    async ask(question, signal) {
      try {
        const asked = () => breaker.ask((until) => question(engine, until), { signal });
        const answer = await timed("elasticsearch", asked, signal);
        return { answer, degraded: false };
      } catch (error) {
        if (!(error instanceof Away)) throw error;
        return { answer: await askMysql(question, signal), degraded: true };
      }
    },
  };
}

const { ELASTICSEARCH_URL: url, ELASTICSEARCH_API_KEY: apiKey, ELASTICSEARCH_PREFIX: prefix } = env;
const { ELASTICSEARCH_SHARDS: shards, ELASTICSEARCH_REPLICAS: replicas } = env;

/** Those that the settings ask for. */
export const engines = chooseEngines(url === undefined ? null : { url, apiKey, prefix, shards, replicas });
