/** Home pages a second that are asked for while something else goes on. */
const RATE = 25;

/** Asks for the home page of one after another at a constant rate, until it is told to stop. */
export function visit(address: string, cookies: string[]) {
  const latencies: number[] = [];
  let failed = 0;
  const under: Promise<void>[] = [];
  const timer = setInterval(() => under.push(ask(cookies[under.length % cookies.length] ?? "")), 1000 / RATE);

  async function ask(cookie: string) {
    const began = performance.now();
    // Not over a connection that the app before this one has closed.
    const visit = fetch(address, { headers: { cookie, Accept: "text/html" }, keepalive: false });
    const answered = await visit
      .then(async (response) => (await response.text()) && response.ok)
      .catch(() => false);
    if (!answered) failed++;
    latencies.push(performance.now() - began);
  }

  return {
    /** Latencies in milliseconds, refused ones too. */
    async stop() {
      clearInterval(timer);
      await Promise.all(under);
      const sorted = latencies.toSorted((a, b) => a - b);
      const quantile = (part: number) => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
      return { asked: sorted.length, failed, p50: quantile(0.5), p99: quantile(0.99) };
    },
  };
}
