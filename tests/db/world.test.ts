import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import { TABLES } from "../../db/world/tables.ts";
import { makeWorld, NoWorld, type Progress, WORLD_PASSWORD } from "../../db/world.ts";
import { describe as line } from "../../src/cli/progress.ts";
import { authenticate } from "../../src/domain/accounts.ts";
import { homePage } from "../../src/domain/home.ts";
import { firstIdAt } from "../../src/domain/ids.ts";
import { findProfile, viewerColumns } from "../../src/domain/people.ts";
import { PostInput } from "../../src/domain/posts.ts";
import { person, reset } from "../support/people.ts";
import { ROOT } from "../support/sources.ts";

setDefaultTimeout(20_000);

const now = new Date("2026-11-01T12:00:00Z");
const SIZE = { people: 200, posts: 2000, follows: 2000, now };
const DAY = 24 * 3600 * 1000;

const progress: Progress[] = [];
let before: Awaited<ReturnType<typeof definitions>>;

beforeAll(async () => {
  await reset();
  before = await definitions();
  await makeWorld({ ...SIZE, onProgress: (step) => progress.push(step) });
});
afterAll(reset);

describe("a made world", () => {
  test("is as large as asked for", async () => {
    const sizes = TABLES.map((table) => count(sql.identifier(table)));
    expect(await Promise.all(sizes)).toEqual([200, 200, 2000, 2000, 40, expect.any(Number)]);
  });

  test("has the cast: a star, someone quiet, and readers who follow as many as their names say", async () => {
    const cast = await rows(sql`select username, followers_count as followers, following_count as following
      from users where username in ('star', 'quiet') or username like 'reader%' order by id`);
    expect(cast.slice(0, 2)).toMatchObject([{ followers: 180 }, { followers: 0 }]);
    const sizes = cast.slice(2).map(({ username, following }) => `${username}: ${following}`);
    expect(sizes).toEqual(["reader52: 52", "reader245: 100", "reader1994: 100", "reader5000: 100"]); // half of all
  });

  test("has kept the counts", async () => {
    const wrong = sql`users as u where followers_count <> (select count(*) from follows where followee_id = u.id)
      or following_count <> (select count(*) from follows where follower_id = u.id)
      or posts_count <> (select count(*) from posts where author_id = u.id)`;
    expect(await count(wrong)).toBe(0);
    expect(await count(sql`follows where follower_id = followee_id`)).toBe(0);
  });

  test("has home rows for what readers and those they follow wrote at or above their floors", async () => {
    const homes = await rows(sql`select reader_id as reader, post_id as post, author_id as author
      from home_rows order by reader, post`);
    const joined = await rows(sql`select distinct r.reader_id as reader, p.id as post, p.author_id as author
      from home_readers as r join posts as p on p.id >= r.floor
      left join follows as f on f.follower_id = r.reader_id and f.followee_id = p.author_id
      where f.id is not null or p.author_id = r.reader_id order by reader, post`);
    expect(homes).toEqual(joined);

    const full = sql`select min(floor) as floor from home_rows as h join home_readers as r on h.reader_id = r.reader_id
      group by h.reader_id having count(*) = 800`;
    const floors = (await rows(full)).map(({ floor }) => Number(floor) > 0);
    expect(new Set(floors)).toEqual(new Set([true]));
  });

  test("has ids that were made when the rows say, up to now", async () => {
    const made = await rows(sql`select id, created_at as at from posts
      union all select id, created_at from users order by id`);
    for (const { id, at } of made) {
      const time = new Date(`${at}Z`).getTime();
      expect(Number(id)).toBeWithin(firstIdAt(time), firstIdAt(time + 1));
    }
    const last = new Date(`${made.at(-1)?.at}Z`).getTime();
    expect(last).toBeWithin(now.getTime() - DAY, now.getTime());
    expect(Number(made[0]?.id)).toBeGreaterThan(0);

    const edges = sql`select count(distinct id) as different, max(id) as last from follows`;
    const [{ different, last: newest } = {}] = await rows(edges);
    expect([different, Number(newest) < firstIdAt(now.getTime())]).toEqual([2000, true]);
  });

  test("puts to sleep who has not come for a month, and nobody else", async () => {
    const month = new Date(now.getTime() - 30 * DAY);
    const seen = sql`users left join home_readers on reader_id = id where last_seen_at > ${month}`;
    expect([await count(seen), await count(sql`${seen} and reader_id is not null`)]).toEqual([40, 40]);
  });

  test("is written in texts that one may post", async () => {
    const texts = (await rows(sql`select body from posts`)).map(({ body }) => String(body));
    for (const body of texts) expect(PostInput.parse({ body })).toEqual({ body });
    const lengths = texts.map((text) => text.length).sort((a, b) => a - b);
    expect(lengths[200]).toBeLessThan(40);
    expect(lengths[1800]).toBeGreaterThan(200);
  });

  test("has people whom one can be", async () => {
    const id = await authenticate("reader52", WORLD_PASSWORD);
    const [reader] = await db
      .select(viewerColumns)
      .from(users)
      .where(eq(users.id, id ?? 0));
    if (!reader) throw new Error("reader52 cannot sign in.");
    const profile = await findProfile("star", null);
    const { items } = await homePage(reader);
    expect([profile?.followersCount, items.length]).toEqual([180, 20]);
  });

  test("leaves the tables as they were, and no others", async () => {
    expect(await definitions()).toEqual(before);
    expect(await rows(sql`show tables like 'world%'`)).toEqual([]);
  });

  test("tells how far it is", () => {
    const steps = ["follows", "posts", "homes", "people", "indexes"];
    expect([...new Set(progress.map(({ step }) => step))]).toEqual(steps);
    const last = steps.map((name) => progress.findLast(({ step }) => step === name));
    expect(last.map((step) => step?.done)).toEqual([2000, 2000, 40, 200, 2]);
  });

  test("is the same once more, row by row", async () => {
    const first = await everything();
    await reset();
    await makeWorld(SIZE);
    expect(await everything()).toEqual(first);
  });
});

describe("no world", () => {
  test("where there are people", async () => {
    await reset();
    await person("ada");
    await expect(makeWorld(SIZE)).rejects.toThrow(NoWorld);
    expect(await count(sql`users`)).toBe(1);
  });

  test("when it is interrupted: the next one begins anew", async () => {
    await reset();
    const onProgress = ({ step }: Progress) => expect(step).not.toBe("indexes");
    await expect(makeWorld({ ...SIZE, onProgress })).rejects.toThrow("indexes");
    expect(await everything()).toEqual(TABLES.map(() => []));
    expect(await definitions()).toEqual(before);
  });

  test.each([
    [{ people: 99 }, "A world has at least 100 people."],
    [{ posts: 0 }, "A world has at least one post."],
    [{ follows: 100 }, "With 200 people there are"],
    [{ follows: 1e6 }, "With 200 people there are"],
    [{ now: new Date(0) }, "this clock is wrong"],
  ])("of %o", async (size, complaint) => {
    await expect(makeWorld({ ...SIZE, ...size })).rejects.toThrow(complaint);
  });
});

test.each([
  ["--people 1000", "bun run seed takes no options, or all of"],
  ["--people 1000 --posts 1000 --follows 1000 --likes 1", "bun run seed takes no options, or all of"],
  ["--people 1000 --posts many --follows 1000", "--posts must be a whole number"],
])("bun run seed %s is refused by one sentence", async (options, complaint) => {
  const command = [process.execPath, "src/cli/seed.ts", ...options.split(" ")];
  const child = Bun.spawn(command, { cwd: ROOT, env: process.env, stderr: "pipe" });
  expect(await child.exited).toBe(1);
  expect(await new Response(child.stderr).text()).toMatch(new RegExp(`^${complaint}[^\n]*\\.\n$`));
});

test("progress is a line with a rate and the time that is left", () => {
  const posts = { step: "posts", done: 2_250_000, total: 5_000_000 };
  expect(line(posts, 36)).toBe(
    "posts    [#############-----------------]  45 %  2,250,000 of 5,000,000, 62,500/s, 0:44 left",
  );
  expect(line({ ...posts, done: 5_000_000 }, 80)).toEndWith("62,500/s in 1:20");
  expect(line({ ...posts, done: 0 }, 0)).toEndWith("0 of 5,000,000");
});

/** All rows of all tables, but for the salted passwords. */
const everything = () =>
  Promise.all(
    TABLES.map(async (table) => {
      const found = await rows(sql`select * from ${sql.identifier(table)} order by 1, 2`);
      return found.map(({ password_hash: _, ...row }) => row);
    }),
  );

const definitions = () =>
  Promise.all(TABLES.map((table) => rows(sql`show create table ${sql.identifier(table)}`)));

const count = async (from: SQLWrapper) => Number((await rows(sql`select count(*) as n from ${from}`))[0]?.n);

async function rows(statement: SQL): Promise<Record<string, unknown>[]> {
  const [found] = await db.execute(statement);
  return found as unknown as Record<string, unknown>[];
}
