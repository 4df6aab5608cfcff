/**
 * The load generator, a process of its own: `bun tests/bench/load.ts JSON`, answers JSON. Without `rate` every
 * connection asks again as soon as it is answered, which finds out how much the server can do. With `rate` requests
 * are sent at a constant pace, and count from when they should have been sent.
 */
import { type Connection, connect, type Target } from "./connection.ts";
import { atConstantRate } from "./constant-rate.ts";
import { quantile } from "./measure.ts";

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
    ? await paced(connections, load.rate, load.seconds)
    : await flatOut(connections, load.seconds);
  const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  return { rate: latencies.length / load.seconds, p50, p99 };
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

async function paced(connections: Connection[], rate: number, seconds: number): Promise<number[]> {
  const from = performance.now() + WARM_UP_SECONDS * 1000;
  const latencies: number[] = [];
  const ask = async (connection: Connection, due: number) => {
    await connection.ask();
    if (due >= from) latencies.push(performance.now() - due);
  };
  await atConstantRate(connections, ask, { rate, until: from + seconds * 1000 });
  return latencies;
}

if (import.meta.main) {
  const load: Load = JSON.parse(process.argv[2] ?? "");
  console.log(JSON.stringify(await run(load)));
  process.exit(0);
}
