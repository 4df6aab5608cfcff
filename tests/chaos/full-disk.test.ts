/** The disk of the database and of the pictures is full: what is there is read, and nothing acknowledged is lost. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { OwnSite } from "../support/own-site.ts";
import { png } from "../support/pictures.ts";
import { smallDisk } from "../support/small-disk.ts";

setDefaultTimeout(60_000);

/** Room for what a server keeps when it is new, and some more. */
const MEGABYTES = 320;

const disk = await smallDisk(MEGABYTES);
if (!disk) console.log("Skipped: a full disk. It needs a small one, which only root may mount.");

describe.skipIf(disk === null)("a disk that is full", () => {
  let site: OwnSite;
  let ada: string;
  const folder = join(disk?.folder ?? "", "site");

  beforeAll(async () => {
    site = await OwnSite.start({ folder });
    ada = await site.register("ada");
  });

  afterAll(async () => {
    await site.end();
    await disk?.remove();
  });

  const post = (number: number) =>
    site.app.post("/posts", { body: textOf(number), key: `key-${number}` }, { cookie: ada });
  const textOf = (number: number) => `number ${number}${" kettle".repeat(60)}`;
  const picture = () => {
    const form = new FormData();
    form.set("picture", new File([png(400, 400)], "face.png"));
    return site.app.post("/settings/profile/picture", form, { cookie: ada });
  };

  test("is told, keeps what was written on the page, and all goes on when there is room again", async () => {
    const grace = await site.register("grace");
    await site.send(grace, "/@ada/follow", {});
    expect((await post(0)).status).toBe(303);
    await disk?.fill();

    const acknowledged = [0];
    let refused: Response | null = null;
    for (let number = 1; refused === null; number++) {
      const answer = await post(number);
      if (answer.status === 303) acknowledged.push(number);
      else refused = answer;
    }
    expect([refused.status, Number(refused.headers.get("Retry-After"))]).toEqual([503, 5]);
    const page = await refused.text();
    expect(page).toContain("<h1>Nothing can be saved just now</h1>");
    expect(page).toContain(`${textOf(acknowledged.length)}</textarea>`);
    for (const path of ["/", "/explore", "/@ada", "/notifications", "/search?q=kettle"])
      expect(await site.page(grace, path)).toContain("<main");
    const noRoom = await picture();
    expect([noRoom.status, noRoom.headers.has("Retry-After")]).toEqual([503, true]);
    await disk?.clear();

    const again = { body: textOf(acknowledged.length), key: `key-${acknowledged.length}` };
    await site.send(ada, "/posts", again);
    acknowledged.push(acknowledged.length);
    expect((await picture()).status).toBe(303);
    const kept = await site.ask<{ body: string }>("select body from posts order by id");
    expect(kept.map(({ body }) => Number(body.split(" ")[1]))).toEqual(acknowledged);
    const waiting = "select count(*) as n from jobs where kind <> 'housekeeping'";
    while ((await site.ask<{ n: number }>(waiting))[0]?.n !== 0) await Bun.sleep(50);
    const told = `select count(*) as n from home_rows
      where reader_id = (select id from users where username = 'grace')`;
    expect(await site.ask(told)).toEqual([{ n: acknowledged.length }]);
    const files = await readdir(join(site.folder, "uploads", "avatars"));
    expect(files.map((name) => name.slice(32)).toSorted()).toEqual(["-400.webp", "-96.webp"]);
    for (const unexpected of ["unexpected error", "job failed"])
      expect(site.app.lines.filter((line) => line.includes(unexpected))).toEqual([]);
  });
});
