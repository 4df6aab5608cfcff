import { join } from "node:path";
import type { Connection, RowDataPacket } from "mysql2/promise";
import type { Load, Outcome } from "./load.ts";
import type { BenchPage } from "./prepare.ts";
import type { Server } from "./servers.ts";

/** How long and how often everything is measured. */
export interface Pace {
  rounds: number;
  /** Of one closed loop. */
  seconds: number;
  /** Of the constant rate at half load. */
  halfSeconds: number;
}

/** Who answers the page, and at which address of theirs. */
export interface Candidate {
  name: string;
  server: Server;
  url: string;
}

const CONNECTIONS = 16;

/** At half load more may be under way for a moment; who would wait for a connection waits for the server here. */
const CONNECTIONS_AT_HALF = 64;

/** The requests per second of each candidate, in turn so that all meet the same weather; a figure a round. */
export async function rates(
  page: BenchPage,
  candidates: Candidate[],
  pace: Pace,
): Promise<Map<string, number[]>> {
  const seen = new Map(candidates.map(({ name }): [string, number[]] => [name, []]));
  for (let round = 0; round < pace.rounds; round++) {
    for (const { name, url } of candidates) {
      const { rate } = await load({ ...target(page, url), connections: CONNECTIONS, seconds: pace.seconds });
      seen.get(name)?.push(rate);
    }
  }
  return seen;
}

/** Latencies at half of what the candidate can do. */
export const atHalf = (page: BenchPage, { url }: Candidate, rate: number, { halfSeconds }: Pace) =>
  load({ ...target(page, url), connections: CONNECTIONS_AT_HALF, seconds: halfSeconds, rate: rate / 2 });

const target = ({ cookie, bytes }: BenchPage, url: string) => ({ url, cookie, bytes });

async function load(job: Load): Promise<Outcome> {
  const program = join(import.meta.dirname, "load.ts");
  const child = Bun.spawn([process.execPath, program, JSON.stringify(job)], {
    stdout: "pipe",
    stderr: "inherit",
  });
  const said = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error(`${job.url} does not answer as expected.`);
  return JSON.parse(said);
}

const ASKED = 50;
const SERIES = 3;

/**
 * Statements a page, counted by the database server while the page is asked for again and again. What the app's worker
 * asks meanwhile, a few times a second, is taken off: as much as it asks in the same time when nobody wants a page.
 */
export async function queriesAPage(
  page: BenchPage,
  { url }: Candidate,
  connection: Connection,
): Promise<number> {
  const headers = { cookie: page.cookie };
  const counts: number[] = [];
  for (let series = 0; series < SERIES; series++) {
    const began = performance.now();
    const busy = await questionsDuring(connection, async () => {
      for (let asked = 0; asked < ASKED; asked++) await (await fetch(url, { headers })).text();
    });
    const idle = await questionsDuring(connection, () => Bun.sleep(performance.now() - began));
    counts.push((busy - idle) / ASKED);
  }
  return Math.round(median(counts));
}

async function questionsDuring(connection: Connection, work: () => Promise<void>): Promise<number> {
  const before = await questions(connection);
  await work();
  return (await questions(connection)) - before;
}

async function questions(connection: Connection): Promise<number> {
  const [rows] = await connection.query<RowDataPacket[]>("show global status like 'Questions'");
  return Number(rows[0]?.Value);
}

/** The median of how they compare in each round: two that were measured one after the other met the same weather. */
export const ratio = (one: number[], other: number[]): number =>
  median(one.map((rate, round) => rate / (other[round] ?? Number.NaN)));

export const median = (numbers: number[]): number => quantile(numbers, 0.5);

/** The number that so great a part of all numbers is below. */
export function quantile(numbers: number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
}
