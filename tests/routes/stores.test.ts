/** An app whose pictures live in an S3 store, which is there, and which is not. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import S3rver from "s3rver";
import { startSession } from "../../src/domain/sessions.ts";
import { type AppProcess, freePort, startApp } from "../support/app-process.ts";
import { people } from "../support/people.ts";
import { png } from "../support/pictures.ts";

const PORT = Number(freePort());
const bucket = await mkdtemp(join(tmpdir(), "microblog-bucket-"));
const store = new S3rver({
  ...{ address: "127.0.0.1", port: PORT, silent: true, directory: bucket },
  configureBuckets: [{ name: "pictures", configs: [] }],
});

let app: AppProcess;

beforeAll(async () => {
  await store.run();
  app = await startApp({ S3_URL: `http://S3RVER:S3RVER@127.0.0.1:${PORT}/pictures`, WORKER: "off" });
});
afterAll(async () => {
  await app.end("SIGTERM");
  await rm(bucket, { recursive: true, force: true });
});

test("a picture goes to the store and comes from it; a store that is away is a 503, and the page stays", async () => {
  const { ada } = await people();
  const token = await startSession(ada.id, { remember: false, userAgent: "", address: "" });
  const headers = { Cookie: `session=${token}` };
  const upload = () => {
    const body = new FormData();
    body.set("picture", new File([png(120, 120)], "me.png"));
    const path = `${app.address}/settings/profile/picture`;
    return fetch(path, { method: "POST", body, headers, redirect: "manual" });
  };

  expect((await upload()).status).toBe(303);
  const page = await (await fetch(`${app.address}/@ada`)).text();
  const [, picture] = /src="(\/avatars\/[0-9a-f]{32}-400\.webp)"/.exec(page) ?? [];
  const served = await fetch(app.address + picture);
  expect([served.status, served.headers.get("Content-Type")]).toEqual([200, "image/webp"]);
  expect((await new Bun.Image(await served.arrayBuffer()).metadata()).width).toBe(120);

  await store.close();
  for (const response of [await fetch(app.address + picture), await upload()]) {
    expect([response.status, response.headers.get("Retry-After")]).toEqual([503, "5"]);
  }
  expect((await fetch(`${app.address}/@ada`)).status).toBe(200);
});
