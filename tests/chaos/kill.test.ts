import { afterAll, beforeAll, expect, test } from "bun:test";
import { OwnSite } from "../support/own-site.ts";

/*
 * Everything is killed with -9 while someone publishes: the app, then the database under it. What was acknowledged must
 * be there once and reach every follower. The client does what a person would: it sends the same form again.
 */

const POSTS = process.env.LONG ? 1000 : 90;
const KILL_APP_AT = Math.floor(POSTS / 3);
const KILL_DATABASE_AT = Math.floor((POSTS * 2) / 3);
const FOLLOWERS = ["grace", "linus", "edsger"];

let site: OwnSite;

beforeAll(async () => {
  site = await OwnSite.start();
}, 60_000);

afterAll(() => site.end());

test("kill -9 of the app and of the database loses no post, doubles none, and each reaches every follower", async () => {
  const ada = await site.register("ada");
  const followers = await Promise.all(FOLLOWERS.map((name) => site.register(name)));
  for (const follower of followers) await site.send(follower, "/@ada/follow", {});

  const numbers = Array.from({ length: POSTS }, (_, number) => number);
  const upcoming = [...numbers];
  const writer = async () => {
    for (let number = upcoming.shift(); number !== undefined; number = upcoming.shift()) {
      if (number === KILL_APP_AT) void site.restartApp();
      if (number === KILL_DATABASE_AT) void site.restartDatabase();
      await site.send(ada, "/posts", { body: `number ${number}`, key: `key-${number}` });
    }
  };
  await Promise.all([writer(), writer(), writer(), writer()]);

  expect(sorted(await readAll(ada, "/@ada"))).toEqual(numbers);
  for (const follower of followers) expect(sorted(await readAllWhenThere(follower))).toEqual(numbers);
}, 600_000);

const sorted = (numbers: number[]) => numbers.toSorted((a, b) => a - b);

/** The numbers of all posts on a timeline, read to its end. */
async function readAll(cookie: string, path: string): Promise<number[]> {
  const numbers: number[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const page: string = await site.page(cookie, next);
    numbers.push(...page.matchAll(/>number (\d+)</g).map(([, number]) => Number(number)));
    next = /class="older" href="([^"]+)"/.exec(page)?.[1];
  }
  return numbers;
}

/** The job that was running when its worker was killed is taken up again when its lease ends. */
async function readAllWhenThere(cookie: string): Promise<number[]> {
  for (const until = Date.now() + 60_000; ; await Bun.sleep(200)) {
    const numbers = await readAll(cookie, "/");
    if (numbers.length >= POSTS || Date.now() > until) return numbers;
  }
}
