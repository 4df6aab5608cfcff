/** Two instances of the app beside each other, on one database. */
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { jobs, limits } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue } from "../../src/jobs/queue.ts";
import { type AppProcess, startApp } from "../support/app-process.ts";
import { PASSWORD, people } from "../support/people.ts";
import { PostOffice } from "../support/smtp.ts";

const METRICS_TOKEN = "a-token-for-the-tests";

/** Mail takes its time, so that there is enough to do for two. */
const office = new PostOffice({ onRcptTo: (_to, _session, done) => setTimeout(done, 150) });

let instances: AppProcess[];
let cast: Awaited<ReturnType<typeof people>>;

beforeAll(async () => {
  await office.open();
  const mail = { SMTP_URL: office.url(), MAIL_FROM: "post@lake.example" };
  const settings = { ...mail, METRICS_TOKEN, RATE_LIMITS: "on", TRUSTED_PROXIES: "1" };
  instances = await Promise.all([startApp(settings), startApp(settings)]);
});

beforeEach(async () => {
  cast = await people();
  await db.delete(jobs);
  office.mails.length = 0;
});

afterAll(async () => {
  await Promise.all(instances.map((instance) => instance.end("SIGTERM")));
  await office.close();
});

/** Posts a form to both at once, so many times, each time from another address; answers the statuses. */
async function atBoth(times: number, fields: Record<string, string>): Promise<number[]> {
  const statuses: number[] = [];
  for (let n = 0; n < times; n++) {
    const answers = instances.map((instance, which) =>
      instance.post("/login", fields, { "X-Forwarded-For": `198.51.100.${2 * n + which}` }),
    );
    statuses.push(...(await Promise.all(answers)).map(({ status }) => status));
  }
  return statuses.sort();
}

test("both do the work that waits, and each job is done once", async () => {
  const { ada, grace, linus } = cast;
  await transact(async (tx) => {
    for (const { id: userId } of [ada, grace, linus])
      for (let n = 0; n < 10; n++)
        await enqueue(tx, "mail", { message: "security", userId, data: { event: "passwordChanged" } });
  });
  while ((await db.$count(jobs, eq(jobs.kind, "mail"))) > 0) await Bun.sleep(20);

  for (const name of ["ada", "grace", "linus"]) expect(office.to(`${name}@example.org`)).toHaveLength(10);
  const sent = await Promise.all(instances.map(mailsSent));
  expect(sent.reduce((sum, each) => sum + each, 0)).toBe(30);
  expect(Math.min(...sent)).toBeGreaterThan(0);
});

test("a limit counts at both together what both are asked at once", async () => {
  const statuses = await atBoth(7, { username: "ada", password: "wrong" });
  expect(statuses).toEqual([...Array(10).fill(422), ...Array(4).fill(429)]);

  const right = { username: "ada", password: PASSWORD };
  expect(await atBoth(1, right)).toEqual([429, 429]);
  expect(await atBoth(1, { ...right, username: "grace" })).toEqual([303, 303]);
  await db.delete(limits);
  expect(await atBoth(1, right)).toEqual([303, 303]);
});

/** How many mails an instance says it has sent. */
async function mailsSent({ address }: AppProcess): Promise<number> {
  const page = await fetch(`${address}/metrics`, { headers: { Authorization: `Bearer ${METRICS_TOKEN}` } });
  return Number(/^microblog_mails_total\{outcome="sent"\} (\d+)$/m.exec(await page.text())?.[1] ?? 0);
}
