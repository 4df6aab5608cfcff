import { afterAll, beforeAll, expect, test } from "bun:test";
import { readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { randomFrom } from "../../db/world/random.ts";
import { type OwnProcess, spawnOwn } from "../support/app-process.ts";
import { OwnSite } from "../support/own-site.ts";
import { colourOf, png } from "../support/pictures.ts";

/*
 * The app and a worker beside it are killed with -9, at moments nobody chose, while people change their pictures and say
 * so. Whoever was told that a picture is kept is shown by it, and what broken uploads left behind is cleared away.
 */

const UPLOADS = process.env.LONG ? 1000 : 60;
const KILLS = process.env.LONG ? 20 : 4;
const PEOPLE = ["ada", "grace", "linus"];

/** The same moments in each run. */
const random = randomFrom(7);

let site: OwnSite;
let worker: OwnProcess;

async function startWorker() {
  worker = spawnOwn("src/cli/worker.ts", { ...site.settings, LOG_LEVEL: "info" });
  await worker.says("working");
}

beforeAll(async () => {
  site = await OwnSite.start({ durable: false, settings: { WORKER: "off" } });
  await startWorker();
}, 60_000);

afterAll(async () => {
  await worker.end("SIGTERM");
  await site.end();
});

async function restartWorker() {
  await worker.end("SIGKILL");
  await startWorker();
}

test(`kill -9 in the middle of ${UPLOADS} uploads loses none, and leaves nothing`, async () => {
  const each = Math.floor(UPLOADS / PEOPLE.length);
  const kills = new Set(Array.from({ length: KILLS }, () => Math.floor(random() * UPLOADS)));
  let uploads = 0;
  let killing = Promise.resolve();
  const kill = async () => {
    await Bun.sleep(random() * 50);
    await (random() < 0.5 ? site.restartApp() : restartWorker());
  };

  const cookies = await Promise.all(PEOPLE.map((name) => site.register(name)));
  const shown = await Promise.all(
    PEOPLE.map(async (name, person) => {
      const cookie = cookies[person] ?? "";
      for (let number = 1; number <= each; number++) {
        if (kills.has(uploads++)) killing = killing.then(kill);
        await site.send(cookie, "/settings/profile/picture", formWith(turnOf(number)));
        await site.send(cookie, "/posts", { body: `number ${number}`, key: `${number}` });
        if (number % 5 === 0) expect(await colourShown(name)).toBe(turnOf(number));
      }
      return colourShown(name);
    }),
  );
  await killing;

  expect(shown).toEqual(PEOPLE.map(() => turnOf(each)));
  await tidy();
  const keys = (await site.ask<{ avatar: string }>("select avatar from users")).map(({ avatar }) => avatar);
  const files = await readdir(join(site.folder, "uploads", "avatars"));
  expect(files.toSorted()).toEqual(keys.flatMap((key) => [`${key}-400.webp`, `${key}-96.webp`]).toSorted());
  const rows = await site.ask<{ key: string }>("select `key` from uploads order by 1");
  expect(rows.map(({ key }) => key)).toEqual(keys.toSorted());
  expect(await site.ask("select count(*) as n, count(distinct author_id, body) as m from posts")).toEqual([
    { n: each * PEOPLE.length, m: each * PEOPLE.length },
  ]);
  expect(await site.ask("select kind, last_error from jobs where kind <> 'housekeeping'")).toEqual([]);
}, 600_000);

/** Has the worker do all that is left to do, as if a day had passed: what broke off is left alone for so long. */
async function tidy() {
  await site.admin.query("update uploads set created_at = created_at - interval 2 day");
  const folder = join(site.folder, "uploads", "avatars");
  const longAgo = new Date(Date.now() - 2 * 24 * 3600_000);
  for (const name of await readdir(folder)) await utimes(join(folder, name), longAgo, longAgo);
  await site.admin.query("update jobs set run_at = utc_timestamp(3), locked_until = null");
  const waiting = "select count(*) as n from jobs where run_at <= utc_timestamp(3)";
  while ((await site.ask<{ n: number }>(waiting))[0]?.n !== 0) await Bun.sleep(50);
}

const turnOf = (number: number) => (number % 2 ? "red" : "blue");

function formWith(colour: "red" | "blue"): FormData {
  const form = new FormData();
  form.set("picture", new File([png(60, 60, colour === "red" ? [255, 0, 0] : [0, 0, 255])], "face.png"));
  return form;
}

/** The colour of the picture that everybody sees of this person. */
async function colourShown(name: string) {
  const page = await site.page("", `/@${name}`);
  const path = /src="(\/avatars\/[0-9a-f]{32}-400\.webp)"/.exec(page)?.[1] ?? "";
  const get = () => fetch(site.app.address + path);
  return colourOf(await (await site.answered(get, ({ ok }) => ok)).bytes());
}
