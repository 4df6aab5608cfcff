interface Pace {
  /** Requests per second. */
  rate: number;
  /** When the last one is due, as of `performance.now()`. */
  until: number;
}

/**
 * Has requests sent at a constant pace whether or not earlier ones have been answered, as visitors do. Each of `askers`
 * asks one thing at a time; `due` is when it should have been asked, which may be a while ago when all were busy (so
 * nothing is left out when the server stalls). Comes back when all have been answered.
 */
export async function atConstantRate<Asker>(
  askers: Asker[],
  ask: (asker: Asker, due: number) => Promise<void>,
  { rate, until }: Pace,
): Promise<void> {
  const free = [...askers];
  const waiting: number[] = [];
  const underWay = new Set<Promise<void>>();

  /** Has somebody ask who is free, and then for whoever has waited for one. */
  async function next(intended: number) {
    const asker = free.shift(); // who rested longest: a server closes connections that rest too long
    if (!asker) return void waiting.push(intended);
    for (let due: number | undefined = intended; due !== undefined; due = waiting.shift())
      await ask(asker, due);
    free.push(asker);
  }

  let intended = performance.now();
  while (intended < until) {
    for (const now = performance.now(); intended <= now && intended < until; intended += 1000 / rate) {
      const asking = next(intended);
      underWay.add(asking);
      void asking.then(() => underWay.delete(asking));
    }
    await Bun.sleep(1);
  }
  await Promise.all(underWay);
}
