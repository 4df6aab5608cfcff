import { quantile } from "../bench/measure.ts";
import { type Growth, growthOf, keepsGrowing } from "./growth.ts";
import type { Reading } from "./readings.ts";

/**
 * What must not keep growing, and by how much each may in the second half without being told of. What the process holds
 * goes up and down by 20 MB when nothing is wrong, and its objects by 10: most of them are old, and seldom looked through.
 */
const FIGURES = [
  { name: "memory", unit: "MB", most: 25, of: ({ memory }: Reading) => memory },
  { name: "heap", unit: "MB", most: 25, of: ({ heap }: Reading) => heap },
  { name: "handles", unit: "", most: 10, of: ({ handles }: Reading) => handles },
  { name: "jobs waiting", unit: "", most: 20, of: ({ jobs }: Reading) => jobs },
  { name: "statements waiting", unit: "", most: 5, of: ({ waiting }: Reading) => waiting },
];

export interface Slope {
  name: string;
  unit: string;
  most: number;
  /** Null when the soak was too short to tell, undefined where the system does not tell the figure. */
  growth?: Growth | null;
}

export interface Verdict {
  requests: number;
  errors: number;
  p99: number;
  slopes: Slope[];
  /** What is wrong, a sentence each; none: passed. */
  wrong: string[];
}

/** Judges a soak: by every error, by the p99 of the second half, and by what keeps growing. */
export function judge(readings: Reading[], bound: number): Verdict {
  const { at: end = 0, failed = 0 } = readings.at(-1) ?? {};
  const settled = readings.filter(({ at }) => at > end / 2);
  const p99 = quantile(
    settled.flatMap(({ latencies }) => latencies),
    0.99,
  );
  const faults = allFaults(readings);
  const slopes = FIGURES.map(({ of, ...figure }) => ({ ...figure, growth: growthIn(readings, of) }));
  return {
    requests: total(readings.map(({ requests }) => requests)),
    ...{ errors: total(faults.map(([, count]) => count)), p99, slopes },
    wrong: [
      ...faults.map(([fault, count]) => `${fault}, ${count} ${count === 1 ? "time" : "times"}`),
      ...(p99 < bound ? [] : [`p99 is ${p99.toFixed(0)} ms, and may be ${bound}`]),
      ...slopes.flatMap(tooSteep),
      ...(failed > 0 ? [`jobs given up: ${failed}`] : []),
    ],
  };
}

function growthIn(readings: Reading[], of: (reading: Reading) => number | null): Slope["growth"] {
  const points = readings.flatMap((reading) => {
    const value = of(reading);
    return value === null ? [] : { at: reading.at, value };
  });
  return points.length === 0 ? undefined : growthOf(points);
}

const tooSteep = ({ name, growth, most, unit }: Slope) =>
  growth && keepsGrowing(growth, most)
    ? [`growing on and on, ${name}: by ${inUnit(growth.grown, unit)} in the second half`]
    : [];

function allFaults(readings: Reading[]): [fault: string, count: number][] {
  const counts = new Map<string, number>();
  for (const [fault, count] of readings.flatMap(({ faults }) => Object.entries(faults)))
    counts.set(fault, (counts.get(fault) ?? 0) + count);
  return [...counts];
}

/** A figure as one reads it. */
export const inUnit = (figure: number, unit: string) => `${figure.toFixed(1)} ${unit}`.trim();

export const total = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0);
