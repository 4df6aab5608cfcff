import { quantile } from "../bench/measure.ts";
import { aligned } from "../bench/table.ts";
import type { Reading } from "./readings.ts";
import { inUnit, type Slope, total, type Verdict } from "./verdict.ts";

export interface Report extends Verdict {
  commit: string;
  database: string;
  cores: number;
  /** Load of the machine over the last fifteen minutes, at the end. */
  load: number;
  rate: number;
  readings: Reading[];
}

const ROWS = 20;

const HEADINGS = [
  ...["time", "requests", "errors", "p50 ms", "p99 ms", "MB", "heap MB", "handles", "busy", "waiting"],
  ...["jobs", "streams", "loop ms"],
];

/** The report as one reads it: a row for each twentieth of the time, in which figures of a moment are the highest ones. */
export function asText(report: Report): string {
  const { commit, database, cores, load, rate, readings, requests, errors, p99, slopes, wrong } = report;
  const each = Math.ceil(readings.length / ROWS);
  const rows = Map.groupBy(readings, (_, place) => Math.floor(place / each));
  return [
    `commit ${commit} · ${database} · ${cores} cores, load ${load.toFixed(1)} · ${rate} requests a second`,
    "",
    ...aligned([HEADINGS, ...[...rows.values()].map(cells)]),
    "",
    `${requests.toLocaleString("en")} requests, ${errors} errors; p99 of the second half ${p99.toFixed(0)} ms`,
    ...slopes.map(sentence),
    "",
    ...(wrong.length === 0 ? ["Passed."] : ["Failed:", ...wrong.map((fault) => `  ${fault}`)]),
  ].join("\n");
}

function cells(readings: Reading[]): string[] {
  const highest = (name: "memory" | "heap" | "handles" | "busy" | "waiting" | "jobs" | "streams" | "loop") =>
    Math.max(...readings.map((reading) => reading[name] ?? Number.NaN)).toFixed(0);
  const latencies = readings.flatMap(({ latencies }) => latencies);
  return [
    clock(readings.at(-1)?.at ?? 0),
    String(total(readings.map(({ requests }) => requests))),
    String(total(readings.flatMap(({ faults }) => Object.values(faults)))),
    ...[0.5, 0.99].map((part) => quantile(latencies, part).toFixed(1)),
    ...[highest("memory"), highest("heap"), highest("handles"), highest("busy"), highest("waiting")],
    ...[highest("jobs"), highest("streams"), highest("loop")],
  ].map((cell) => (cell === "NaN" ? "–" : cell));
}

function sentence({ name, unit, growth, most }: Slope): string {
  if (growth === undefined) return `${name}: not told by this system`;
  if (growth === null) return `${name}: too short to tell whether it grows`;
  const { grown, perHour, steadiness } = growth;
  return (
    `${name}: ${inUnit(grown, unit)} more in the second half (${inUnit(perHour, unit)} an hour), ` +
    `steadiness ${steadiness.toFixed(2)}; more than ${inUnit(most, unit)} at 0.60 would be too much`
  );
}

export const clock = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
