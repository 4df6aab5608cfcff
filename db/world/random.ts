/** Numbers from 0 up to 1, excluding 1: the same ones for the same seed, on every machine. */
export type Random = () => number;

/** Mulberry32: one multiplication or two for each number, and all of its 2³² states in one cycle. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 to `end`, excluding `end`. */
export const below = (random: Random, end: number) => Math.floor(random() * end);

export function oneOf<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[below(random, choices.length)] ?? choices[0];
}

/** One of the first ones more often than one of the last ones. */
export function oneOfTheFirst<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random() * random() * choices.length)] ?? choices[0];
}

/** Past the steepest part of the curve, so that the first of all does not get a tenth of everything. */
const SHIFT = 20;

/**
 * Draws places from 0 to `count`, excluding `count`, by Zipf and Mandelbrot: place k as often as (k + 20)^-0.9. By the
 * inverse of the curve's integral, whose tenth power is made of multiplications, as they are the same everywhere.
 */
export function skewed(count: number): (random: Random) => number {
  const first = SHIFT ** 0.1;
  const last = (count + SHIFT) ** 0.1;
  return (random) => {
    const root = first + random() * (last - first);
    const square = root * root;
    const fourth = square * square;
    return Math.min(count - 1, Math.max(0, Math.floor(fourth * fourth * square) - SHIFT));
  };
}

/** These numbers in another order. */
export function shuffled(random: Random, numbers: Iterable<number>): Uint32Array {
  const order = Uint32Array.from(numbers);
  for (let end = order.length; end > 1; end--) {
    const chosen = below(random, end);
    const last = end - 1;
    [order[chosen], order[last]] = [order[last] ?? 0, order[chosen] ?? 0];
  }
  return order;
}
