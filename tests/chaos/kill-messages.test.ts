import { afterAll, beforeAll, expect, test } from "bun:test";
import { OwnSite } from "../support/own-site.ts";

/*
 * The app is killed with -9, again and again, while two people write to each other. Each message that was acknowledged
 * is there once, and what is unread is what the messages say. The clients do what people would: they send again.
 */

const MESSAGES = process.env.LONG ? 1000 : 100;
const KILLS = 3;

let site: OwnSite;

beforeAll(async () => {
  site = await OwnSite.start({ durable: false, settings: { LOG_LEVEL: "info" } });
}, 60_000);

afterAll(() => site.end());

test(`kill -9 in the middle of ${MESSAGES} messages loses none and doubles none`, async () => {
  const [ada, grace] = [await site.register("ada"), await site.register("grace")];
  await site.send(ada, "/@grace/follow", {});
  await site.send(grace, "/@ada/follow", {});

  const numbers = Array.from({ length: MESSAGES }, (_, number) => number);
  const upcoming = [...numbers];
  const kills = Array.from({ length: KILLS }, (_, kill) => Math.floor(((kill + 1) * MESSAGES) / (KILLS + 1)));
  const writer = async (cookie: string, to: string) => {
    for (let number = upcoming.shift(); number !== undefined; number = upcoming.shift()) {
      if (kills.includes(number)) void site.restartApp();
      await site.send(cookie, `/messages/@${to}`, { body: `number ${number}`, key: `key-${number}` });
    }
  };
  await Promise.all([writer(ada, "grace"), writer(grace, "ada"), writer(ada, "grace"), writer(grace, "ada")]);

  const bodies = await site.ask("select substring(body, 8) + 0 as number from messages order by 1");
  expect(bodies.map(({ number }) => number)).toEqual(numbers);
  const sides = await site.ask(`select unread, last_id, other_id,
    (select count(*) from messages where sender_id = other_id) as written,
    (select max(id) from messages) as newest from conversation_sides`);
  expect(sides.length).toBe(2);
  for (const { unread, last_id, written, newest } of sides) {
    expect({ unread, last_id }).toEqual({ unread: written ?? 0, last_id: newest ?? 0 });
  }

  const log = site.app.lines.join("\n");
  expect(log).toContain("/messages/");
  expect(log).not.toContain("number ");
}, 600_000);
