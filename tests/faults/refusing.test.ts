/** A database that answers, and refuses: what can be read is read, and what was acknowledged is kept. */
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import mysql, { type Connection } from "mysql2/promise";
import { OwnSite } from "../support/own-site.ts";

setDefaultTimeout(30_000);

let site: OwnSite;
let ada: string;
let grace: string;

beforeAll(async () => {
  site = await OwnSite.start({ durable: false });
  ada = await site.register("ada");
  grace = await site.register("grace");
  await site.send(ada, "/@grace/follow", {});
  await site.send(grace, "/@ada/follow", {});
  await site.send(ada, "/posts", { body: "Hello, kettle", key: "1" });
}, 60_000);

afterEach(() => site.admin.query("set global read_only = 0, global max_connections = 151"));

afterAll(() => site.end());

const get = (path: string, cookie = ada) =>
  fetch(site.app.address + path, { headers: { cookie }, redirect: "manual" });
const said = (part: string) => site.app.lines.filter((line) => line.includes(part)).length;

async function until(question: string) {
  while (Object.values((await site.ask(question))[0] ?? {})[0] !== 1) await Bun.sleep(20);
}

const allDone = () => until("select count(*) = 0 from jobs where run_at <= utc_timestamp(3)");

/** Whoever comes now was last seen long ago, has news, and a session to be prolonged: every page has something to note. */
async function makeDue() {
  await site.send(grace, "/messages/@ada", { body: "How are you?", key: crypto.randomUUID() });
  await site.send(grace, "/posts", { body: "For @ada", key: crypto.randomUUID() });
  await allDone();
  await site.admin.query("update users set last_seen_at = last_seen_at - interval 1 day");
  await site.admin.query(
    "update sessions set last_seen_at = last_seen_at - interval 1 day, expires_at = utc_timestamp(3) + interval 1 hour",
  );
  await site.admin.query("delete from home_readers");
}

const PAGES = [
  "/",
  "/explore",
  "/@grace",
  "/search?q=kettle",
  "/messages",
  "/messages/@grace",
  "/notifications",
];
const REST = [
  "/@ada/followers",
  "/settings/profile",
  "/settings/security",
  "/settings/export",
  "/posts/7/edit",
];

/** All that one can read, as somebody who is signed in and as nobody. */
async function expectReadable() {
  for (const path of [...PAGES, ...REST]) {
    const expected = path.startsWith("/posts/7") ? 404 : 200;
    expect([path, (await get(path)).status]).toEqual([path, expected]);
  }
  for (const path of ["/", "/explore", "/@grace", "/login", "/register"])
    expect([path, (await get(path, "")).status]).toEqual([path, 200]);
}

describe("a database that is read-only", () => {
  const refused: { headers: Record<string, string>; says: string }[] = [
    { headers: { "Accept-Language": "en" }, says: "<h1>Nothing can be saved just now</h1>" },
    { headers: { "Accept-Language": "es" }, says: "<h1>Ahora mismo no se puede guardar nada</h1>" },
    {
      headers: { "HX-Request-Type": "partial" },
      says: "<p>What you sent was not saved. You can go on reading; please try again later.</p>",
    },
    { headers: { Accept: "application/json" }, says: '"message":"Nothing can be saved just now"' },
  ];

  test("is read, keeps what was written on the page, and takes it again by itself", async () => {
    await makeDue();
    const before = said("jobs cannot be reached");
    await site.admin.query("set global read_only = 1");
    await site.admin.query("update jobs set run_at = utc_timestamp(3) where kind = 'housekeeping'");
    while (said("jobs cannot be reached") === before) await Bun.sleep(10);

    await expectReadable();
    const form = { body: "Half a <thought>", key: "2" };
    for (const { headers, says } of refused) {
      const answer = await site.app.post("/posts", form, { cookie: ada, ...headers });
      expect([answer.status, Number(answer.headers.get("Retry-After"))]).toEqual([503, 5]);
      expect(await answer.text()).toContain(says);
    }
    const page = await (await site.app.post("/posts", form, { cookie: ada })).text();
    expect(page).toContain('<form method="post" action="/posts">');
    expect(page).toContain("Half a &lt;thought&gt;</textarea>");
    expect(page).toContain('<input type="hidden" name="key" value="2"/>');

    const elsewhere = { cookie: ada, "Sec-Fetch-Site": "cross-site" };
    expect((await site.app.post("/posts", form, elsewhere)).status).toBe(403);
    const password = "ada at the lake";
    const signingIn = await site.app.post("/login", { username: "ada", password });
    expect([signingIn.status, signingIn.headers.getSetCookie()]).toEqual([503, []]);
    expect(await signingIn.text()).not.toContain(password);
    for (const path of ["/@grace/follow", "/messages/@grace", "/settings/profile", "/logout"]) {
      const fields = { body: "Hello", username: "ada", name: "", about: "Changed" };
      expect([path, (await site.app.post(path, fields, { cookie: ada })).status]).toEqual([path, 503]);
    }
    await site.admin.query("set global read_only = 0");

    await site.send(ada, "/posts", form);
    await allDone();
    expect(await site.page(grace, "/")).toContain("Half a &lt;thought&gt;");
    expect(await site.ask("select count(*) as n from posts where body like 'Half%'")).toEqual([{ n: 1 }]);
    expect(await site.page(ada, "/messages/@grace")).toContain("How are you?");
    await until("select unread = 0 from conversation_sides where last_id > 0 order by person_id limit 1");
    expect(said("jobs cannot be reached")).toBe(before + 1);
    expect(said("unexpected error")).toBe(0);
  });
});

describe("a database whose places are taken", () => {
  let others: Connection[] = [];

  afterEach(() => {
    for (const each of others.splice(0)) each.destroy();
  });

  /** Takes every place that is left, and those that come free. */
  async function takeAll() {
    for (;;) {
      const one = await mysql
        .createConnection(site.settings.DATABASE_URL ?? "")
        .catch((error) => error.errno);
      if (one === 1040) return;
      others.push(one);
    }
  }

  async function leave() {
    await Promise.all(others.map((each) => each.end()));
    others = [];
    while (!(await get("/readyz")).ok) await Bun.sleep(20);
  }

  test("serves on the connections that it has, says so when it has none, and comes back by itself", async () => {
    const crowd = () => Promise.all(Array.from({ length: 30 }, () => get("/")));
    await Promise.all(["/", "/explore"].map((path) => get(path)));
    await site.admin.query("set global max_connections = 20");
    await takeAll();
    const statuses = (await crowd()).map(({ status }) => status);
    expect(statuses.filter((status) => ![200, 503].includes(status))).toEqual([]);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(10);

    const ours = await site.ask<{ id: number }>(
      `select id from information_schema.processlist where user = 'app'
       and id not in (${others.map(({ threadId }) => threadId).join()})`,
    );
    for (const { id } of ours) await site.admin.query(`kill ${id}`);
    for (let away = false; !away; away = (await get("/explore")).status === 503) await takeAll();
    for (const path of PAGES) {
      const answer = await get(path);
      expect([answer.status, Number(answer.headers.get("Retry-After"))]).toEqual([503, 5]);
      expect(await answer.text()).toContain("<h1>Back in a moment</h1>");
    }
    const lost = await site.app.post("/posts", { body: "Not lost", key: "3" }, { cookie: ada });
    expect(await lost.text()).toContain("Not lost</textarea>");
    const foreign = { cookie: ada, "Sec-Fetch-Site": "cross-site" };
    const theirs = await site.app.post("/posts", { body: "Not theirs" }, foreign);
    expect([theirs.status, (await theirs.text()).includes("Not theirs")]).toEqual([503, false]);
    expect((await get("/livez")).status).toBe(200);
    expect((await get("/readyz")).status).toBe(503);
    await leave();

    await site.send(ada, "/posts", { body: "Not lost", key: "3" });
    await Promise.all(Array.from({ length: 30 }, () => site.page(ada, "/")));
    expect(await site.ask("select count(*) as n from posts where body = 'Not lost'")).toEqual([{ n: 1 }]);
  });
});

describe("somebody else's transactions", () => {
  let rival: Connection;
  let ids: Map<string, number>;
  const lock = (username: string) =>
    rival.query("select id from users where id = ? for update", [ids.get(username)]);
  const metric = async (name: string) =>
    Number(
      (await site.ask(`select count as n from information_schema.innodb_metrics where name = '${name}'`))[0]
        ?.n,
    );

  beforeAll(async () => {
    rival = await mysql.createConnection(site.database.url("microblog"));
    await rival.query("create table heavy (n int)");
    const people = await site.ask<{ id: number; username: string }>("select id, username from users");
    ids = new Map(people.map(({ id, username }) => [username, id]));
  });
  afterEach(() => rival.query("rollback"));
  afterAll(() => rival.destroy());

  test("that deadlock with ours cost time, and nothing else", async () => {
    const before = await metric("lock_deadlocks");
    const ROUNDS = 6;
    for (let round = 0; round < ROUNDS; round++) {
      await rival.query("begin");
      await rival.query(`insert into heavy values ${Array(200).fill("(1)").join()}`); // the lighter one is given up
      await lock("grace");
      const way = round % 2 ? { _method: "POST" } : { _method: "DELETE" };
      const following = site.app.post("/@grace/follow", round % 2 ? {} : way, { cookie: ada });
      while ((await metric("lock_row_lock_current_waits")) === 0) await Bun.sleep(5);
      await lock("ada");
      await rival.query("rollback");
      expect((await following).status).toBe(303);
    }
    expect((await metric("lock_deadlocks")) - before).toBeGreaterThanOrEqual(ROUNDS);
    const counts = `select followers_count as kept,
      (select count(*) from follows where followee_id = users.id) as counted from users where username = 'grace'`;
    expect(await site.ask(counts)).toEqual([{ kept: 1, counted: 1 }]);
  });

  test("that keep what ours need are waited for a while: who writes is told, who reads reads", async () => {
    await makeDue();
    await rival.query("begin");
    await lock("ada");
    const form = { body: "Later", key: "4" };
    const reading = Promise.all(PAGES.map((path) => site.page(ada, path)));
    const answer = await site.app.post("/posts", form, { cookie: ada });
    await reading;
    expect([answer.status, Number(answer.headers.get("Retry-After"))]).toEqual([503, 5]);
    expect(await answer.text()).toContain("Later</textarea>");
    await rival.query("rollback");

    await site.send(ada, "/posts", form);
    expect(await site.ask("select count(*) as n from posts where body = 'Later'")).toEqual([{ n: 1 }]);
    expect(said("unexpected error")).toBe(0);
  });
});
