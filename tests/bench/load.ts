/**
 * The load generator, a process of its own: `bun tests/bench/load.ts JSON`, answers JSON. Without `rate` every
 * connection asks again as soon as it is answered, which finds out how much the server can do. With `rate` requests
 * are sent at a constant pace whether or not earlier ones have been answered, as visitors do; a request that has to
 * wait for its turn counts from when it should have been sent (so nothing is left out when the server stalls).
 */
import { type Connection, connect, type Target } from "./connection.ts";

export interface Load extends Target {
  connections: number;
  seconds: number;
  /** Requests per second; absent: as many as are answered. */
  rate?: number;
}

export interface Outcome {
  /** Answers per second. */
  rate: number;
  /** Latencies in milliseconds. */
  p50: number;
  p99: number;
}

/** Everything is warm and every connection open before anything counts. */
const WARM_UP_SECONDS = 0.5;

async function run(load: Load): Promise<Outcome> {
  const connections = await Promise.all(Array.from({ length: load.connections }, () => connect(load)));
  const latencies = load.rate
    ? await atConstantRate(connections, load.rate, load.seconds)
    : await flatOut(connections, load.seconds);
  const sorted = latencies.toSorted((a, b) => a - b);
  const quantile = (part: number) => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
  return { rate: latencies.length / load.seconds, p50: quantile(0.5), p99: quantile(0.99) };
}

async function flatOut(connections: Connection[], seconds: number): Promise<number[]> {
  const from = performance.now() + WARM_UP_SECONDS * 1000;
  const until = from + seconds * 1000;
  const latencies: number[] = [];
  await Promise.all(
    connections.map(async (connection) => {
      for (let sent = performance.now(); sent < until; ) {
        await connection.ask();
        const answered = performance.now();
        if (answered >= from && answered < until) latencies.push(answered - sent);
        sent = answered;
      }
    }),
  );
  return latencies;
}

async function atConstantRate(connections: Connection[], rate: number, seconds: number): Promise<number[]> {
  const gap = 1000 / rate;
  const began = performance.now();
  const from = began + WARM_UP_SECONDS * 1000;
  const until = from + seconds * 1000;
  const free = [...connections];
  const waiting: number[] = [];
  const latencies: number[] = [];
  const asked: Promise<void>[] = [];

  /** Asks on a free connection, and then for whoever has waited for one. */
  async function ask(intended: number) {
    const connection = free.shift(); // the one that rested longest: a server closes those that rest too long
    if (!connection) return void waiting.push(intended);
    for (let next: number | undefined = intended; next !== undefined; next = waiting.shift()) {
      await connection.ask();
      if (next >= from) latencies.push(performance.now() - next);
    }
    free.push(connection);
  }

  let intended = began;
  while (intended < until) {
    for (const now = performance.now(); intended <= now && intended < until; intended += gap)
      asked.push(ask(intended));
    await Bun.sleep(1);
  }
  await Promise.all(asked);
  return latencies;
}

if (import.meta.main) {
  const load: Load = JSON.parse(process.argv[2] ?? "");
  console.log(JSON.stringify(await run(load)));
  process.exit(0);
}
