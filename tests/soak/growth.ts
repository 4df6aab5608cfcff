import { median } from "../bench/measure.ts";

/** A figure at a moment, in seconds. */
export interface Point {
  at: number;
  value: number;
}

export interface Growth {
  /** By how much it grew in the second half, along the slope, and in an hour at that pace. */
  grown: number;
  perHour: number;
  /** Of all pairs of lows, how many more rise than fall (Kendall's tau): 1 when it only rises, 0 when it goes nowhere. */
  steadiness: number;
}

const WINDOWS = 12;

/** A second half that is shorter than this, in seconds, tells of caches that fill and not of leaks. */
const SHORTEST_HALF = 120;

/** The least steadiness of what keeps growing. A single step up comes to 0.55 at most. */
const STEADY = 0.6;

/**
 * Whether a figure keeps growing. The first half is the warm-up: code is compiled, caches fill, the pool opens. The second
 * half is cut into twelve windows, and of each only the lowest value counts: what stays after the garbage was collected, or
 * after a burst of jobs was done. Through these twelve goes the slope of Theil and Sen, the median of the slopes of all 66
 * pairs, which no few outliers can turn. Null when there is too little to tell.
 */
export function growthOf(points: Point[]): Growth | null {
  const [first, last] = [points.at(0), points.at(-1)];
  if (!first || !last) return null;
  const half = (first.at + last.at) / 2;
  const span = last.at - half;
  const lows = lowsOf(points, half, span / WINDOWS);
  if (span < SHORTEST_HALF || lows.length < WINDOWS) return null;

  const pairs = lows.flatMap((early, place) => lows.slice(place + 1).map((late) => ({ early, late })));
  const slope = median(pairs.map(({ early, late }) => (late.value - early.value) / (late.at - early.at)));
  const rises = pairs.reduce((sum, { early, late }) => sum + Math.sign(late.value - early.value), 0);
  return { grown: slope * span, perHour: slope * 3600, steadiness: rises / pairs.length };
}

/** It keeps growing when it grew by more than `most` in the second half and did so nearly all the time. */
export const keepsGrowing = ({ grown, steadiness }: Growth, most: number): boolean =>
  grown > most && steadiness >= STEADY;

function lowsOf(points: Point[], from: number, width: number): Point[] {
  const windows = Map.groupBy(
    points.filter(({ at }) => at > from),
    ({ at }) => Math.min(WINDOWS - 1, Math.floor((at - from) / width)),
  );
  return [...windows.values()].map((window) =>
    window.reduce((lowest, point) => (point.value < lowest.value ? point : lowest)),
  );
}
