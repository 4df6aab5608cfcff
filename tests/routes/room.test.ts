/** Many send what never ends: they fill no more than the room for it, and others' posts are not kept out by it. */
import { expect, test } from "bun:test";
import { answer } from "../../src/app.tsx";
import { as, signedOut } from "../support/client.ts";
import { people } from "../support/people.ts";

const MB = 1024 * 1024;
const IMPORT = "/settings/export/import";

/** So many megabytes are on their way to that address, and the end of them is not. They end when `ending` is told. */
function sending(path: string, megabytes: number, ending: AbortSignal) {
  let left = megabytes * 16;
  let sent = () => {};
  const taken = new Promise<void>((resolve) => (sent = resolve));
  const body = new ReadableStream(
    {
      pull(controller) {
        if (left-- > 0) return controller.enqueue(new Uint8Array(MB / 16));
        sent();
        return new Promise<void>((resolve) =>
          ending.addEventListener("abort", () => {
            controller.error(new Error("The client went away."));
            resolve();
          }),
        );
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { "Content-Type": "multipart/form-data; boundary=x", Host: "localhost" };
  return {
    taken,
    answered: answer(new Request(`http://localhost${path}`, { method: "POST", body, headers })),
  };
}

test("files that never end take their room and no more; the next is told to come again, and posts are taken", async () => {
  const { ada } = await people();
  const ending = new AbortController();
  const crowd = Array.from({ length: 3 }, () => sending(IMPORT, 9, ending.signal));
  await Promise.all(crowd.map(({ taken }) => taken));

  const late = await sending(IMPORT, 6, ending.signal).answered;
  const posting = await as(ada).post("/posts", { body: "Hello", key: "1" });
  ending.abort();
  const statuses = (await Promise.all(crowd.map(({ answered }) => answered))).map(({ status }) => status);

  expect([late.status, Number(late.headers.get("Retry-After"))]).toEqual([503, 2]);
  expect(posting.status).toBe(303);
  expect(statuses).toEqual(crowd.map(() => 400));
  const afterwards = await signedOut().send("POST", IMPORT, new Uint8Array(9 * MB));
  expect(afterwards.status).not.toBe(503);
});

test("forms that never end do not keep files out, nor those that come when they are gone", async () => {
  const { ada } = await people();
  const ending = new AbortController();
  const crowd = Array.from({ length: 256 }, () => sending("/nothing", 1 / 16, ending.signal));
  await Promise.all(crowd.map(({ taken }) => taken));

  const posting = await as(ada).post("/posts", { body: "Hello", key: "2" });
  const file = await signedOut().send("POST", IMPORT, new Uint8Array(MB));
  ending.abort();
  await Promise.all(crowd.map(({ answered }) => answered));

  expect(posting.status).toBe(503);
  expect(file.status).not.toBe(503);
  expect((await as(ada).post("/posts", { body: "Hello", key: "2" })).status).toBe(303);
});
