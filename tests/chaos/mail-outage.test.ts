/* The mail server is killed and paused in the middle of a batch: mail waits, and nothing else does. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { freePort, type OwnProcess, spawnOwn } from "../support/app-process.ts";
import { OwnSite } from "../support/own-site.ts";

const MAILS = process.env.LONG ? 1000 : 30;

const port = freePort();
let site: OwnSite;
let office: OwnProcess;
const received: { to: string; id: string }[] = [];

async function openOffice() {
  office = spawnOwn("tests/support/mail-server.ts", { NODE_ENV: "test" }, undefined, [port]);
  await office.says("open");
}

/** What the offices so far have taken, the present one's too. */
const taken = () => [...received, ...mailsOf(office)];
const mailsOf = ({ lines }: OwnProcess): typeof received =>
  lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));

beforeAll(async () => {
  await openOffice();
  site = await OwnSite.start({
    durable: false,
    settings: {
      LOG_LEVEL: "info",
      SMTP_URL: `smtp://127.0.0.1:${port}?tls.rejectUnauthorized=false`,
      MAIL_FROM: "post@lake.example",
    },
  });
}, 60_000);

afterAll(async () => {
  await site.end();
  await office.end("SIGKILL");
});

/** Everybody is to be told something. */
async function writeBatch() {
  const payload = (id: number) =>
    JSON.stringify({ message: "security", userId: id, data: { event: "passwordChanged" } });
  const ids = Array.from({ length: MAILS }, (_, n) => n + 1);
  const people = ids.map((n) => [n, `person_${n}`, `${n}@example.org`, `${n}@example.org`, "", ""]);
  await site.admin.query(
    "insert into users (id, username, email, email_key, password_hash, about, created_at, last_seen_at) values ?",
    [people.map((row) => [...row, new Date(), new Date()])],
  );
  await site.admin.query("insert into jobs (id, kind, payload, run_at, created_at) values ?", [
    ids.map((id) => [id, "mail", payload(id), new Date(0), new Date()]),
  ]);
}

async function takenAre(count: number) {
  while (taken().length < count) await Bun.sleep(5);
}

/** Nobody waits for the next attempt. */
async function allSent() {
  const waiting = "select count(*) as n from jobs where kind = 'mail'";
  for (; (await site.ask<{ n: number }>(waiting))[0]?.n !== 0; await Bun.sleep(100))
    await site.admin.query(`update jobs set run_at = utc_timestamp(3)
      where kind = 'mail' and locked_until is null and run_at > utc_timestamp(3)`);
}

async function endOf({ exited, lines }: OwnProcess) {
  throw new Error(
    `It ended with ${await exited}:\n${lines.filter((line) => !line.startsWith("{")).join("\n")}`,
  );
}

const said = (part: string) => site.app.lines.filter((line) => line.includes(part)).length;

test(`killed and paused in the middle of ${MAILS} mails: each goes out, and pages do not wait`, async () => {
  const ada = await site.register("ada"); // who is sent a mail as well
  await takenAre(1);
  await writeBatch();

  await takenAre(MAILS / 4);
  await office.end("SIGKILL");
  received.push(...mailsOf(office));
  await site.app.says("The mail server is away");
  await Bun.sleep(1000);
  await openOffice();

  await takenAre(MAILS / 2);
  process.kill(office.pid, "SIGSTOP");
  const times: number[] = [];
  for (; said("The mail server is away") < 2; await Bun.sleep(100)) {
    const began = performance.now();
    await site.page(ada, "/");
    times.push(performance.now() - began);
  }
  process.kill(office.pid, "SIGCONT");

  await Promise.race([allSent(), endOf(office)]);

  const mails = taken();
  const ofEach = Map.groupBy(mails, ({ to }) => to);
  expect(ofEach.size).toBe(MAILS + 1);
  // What was taken in the moment of the fault may come twice, as it was not acknowledged. Receivers know it by its id.
  for (const each of ofEach.values()) expect(new Set(each.map(({ id }) => id)).size).toBe(1);
  expect(mails.length).toBeLessThanOrEqual(MAILS + 1 + 2 * LANES);
  expect(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(500);
  expect([said("The mail server is away"), said("The mail server answers again")]).toEqual([2, 2]);
  expect([said("job failed"), said("@example.org")]).toEqual([0, 0]);
}, 600_000);

/** How many jobs a worker runs at once. */
const LANES = 2;
