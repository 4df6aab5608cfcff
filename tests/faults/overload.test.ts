/** Far more people than the app can serve: it serves as many as it can in time, and tells the others. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { type AppProcess, startApp } from "../support/app-process.ts";
import { people } from "../support/people.ts";

const PEOPLE = 400;
const SECONDS = 2;

let app: AppProcess;

beforeAll(async () => {
  await people();
  app = await startApp({ WORKER: "off" });
});

afterAll(() => app.end("SIGTERM"));

test(
  "beyond capacity it sheds, and answers those that it takes within a second",
  async () => {
    const page = await (await fetch(`${app.address}/explore`)).text();
    const script = /src="(\/assets\/[^"]+)"/.exec(page)?.[1];
    const accepted: number[] = [];
    let shed = 0;
    const until = performance.now() + SECONDS * 1000;
    async function visit() {
      while (performance.now() < until) {
        const began = performance.now();
        const page = await fetch(`${app.address}/explore`);
        await page.arrayBuffer();
        if (page.status === 200) accepted.push(performance.now() - began);
        else {
          expect([page.status, Number(page.headers.get("Retry-After"))]).toEqual([503, 2]);
          shed++;
          await Bun.sleep(200);
        }
      }
    }
    const visits = Array.from({ length: PEOPLE }, visit);
    await Bun.sleep((SECONDS * 1000) / 2);
    const needed = await Promise.all(["/livez", script].map((path) => fetch(app.address + path)));
    await Promise.all(visits);

    expect(needed.map(({ status }) => status)).toEqual([200, 200]);
    expect(shed).toBeGreaterThan(PEOPLE);
    expect(accepted.length).toBeGreaterThan(100);
    expect(accepted.toSorted((a, b) => a - b)[Math.floor(accepted.length * 0.99)]).toBeLessThan(1000);
    expect((await fetch(`${app.address}/explore`)).status).toBe(200);
  },
  { retry: 2 },
);
