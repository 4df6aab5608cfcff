export type Picker = ReturnType<typeof picker>;

/** Numbers that look random, the same ones for the same seed (mulberry32). */
export function picker(seed: number) {
  let state = seed;
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return {
    upTo: (most: number) => 1 + below(most),
    of<T>(list: T[]): T {
      const chosen = list[below(list.length)];
      if (chosen === undefined) throw new Error("There is nothing to choose from.");
      return chosen;
    },
  };
}
