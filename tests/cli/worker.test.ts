/** `bun run worker`, as a process of its own. */
import { expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { jobs } from "../../db/schema.ts";
import { enqueue } from "../../src/jobs/queue.ts";
import { freePort } from "../support/app-process.ts";
import { people } from "../support/people.ts";
import { PostOffice } from "../support/smtp.ts";
import { ROOT } from "../support/sources.ts";

test("does what waits, and answers those who run the site, nobody else", async () => {
  const { ada } = await people();
  const office = await new PostOffice().open();
  const WORKER_PORT = freePort();
  const METRICS_TOKEN = "a-token-for-the-tests";
  const settings = { NODE_ENV: "production", ORIGIN: "http://localhost", WORKER_PORT, METRICS_TOKEN };
  const mail = { SMTP_URL: office.url(), MAIL_FROM: "post@lake.example" };
  const worker = Bun.spawn([process.execPath, "src/cli/worker.ts"], {
    cwd: ROOT,
    env: { ...process.env, ...settings, ...mail },
  });
  const ask = (path: string) =>
    fetch(`http://127.0.0.1:${WORKER_PORT}${path}`, {
      headers: { Authorization: `Bearer ${METRICS_TOKEN}` },
    });

  while (!(await ask("/livez").catch(() => null))?.ok) await Bun.sleep(20);
  await enqueue(db, "mail", { message: "security", userId: ada.id, data: { event: "passwordChanged" } });
  while ((await db.$count(jobs, eq(jobs.kind, "mail"))) > 0) await Bun.sleep(20);

  expect(office.to("ada@example.org")).toHaveLength(1);
  expect(await (await ask("/metrics")).text()).toContain('microblog_mails_total{outcome="sent"} 1');
  expect((await ask("/readyz")).status).toBe(200);
  for (const page of ["/", "/login", "/explore"]) expect((await ask(page)).status).toBe(404);

  worker.kill("SIGTERM");
  expect(await worker.exited).toBe(0);
  await office.close();
  await db.delete(jobs);
});
