/*
 * Messages, notifications and streams, asked for by someone whose they are not, with ids of things that are there. The
 * list is compared with the table of routes: an address that is new must be put on it.
 */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { conversationSides, messages, notifications as rows } from "../../db/schema.ts";
import { answer } from "../../src/app.tsx";
import { follow } from "../../src/domain/follows.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { send } from "../../src/domain/sending.ts";
import { conversations } from "../../src/routes/conversations.tsx";
import { live } from "../../src/routes/live.tsx";
import { messages as messageRoutes } from "../../src/routes/messages.tsx";
import { notifications } from "../../src/routes/notifications.tsx";
import { as, type Client, SITE } from "../support/client.ts";
import { runJobs } from "../support/jobs.ts";
import { people } from "../support/people.ts";

const SECRET = "Under the doormat, as always";

let linus: Viewer;
let his: Client;
let talk: number;
let message: number;
let before: Awaited<ReturnType<typeof everything>>;

beforeEach(async () => {
  const cast = await people();
  const { ada, grace } = cast;
  ({ linus } = cast);
  await follow(ada, grace);
  await follow(grace, ada);
  await runJobs();
  const sent = await send(ada, grace, { body: SECRET });
  if ("refused" in sent) throw new Error(sent.refused);
  [talk, message] = [sent.conversationId, sent.id];
  his = as(linus);
  await his.get("/");
  before = await everything();
});

const everything = () =>
  Promise.all([messages, conversationSides, rows].map((table) => db.select().from(table)));

const mark = () => `${message - 1}-0-open`;
const DELETE = { _method: "DELETE" };

/** What linus tries at each address, and the statuses that he may be answered. */
const attempts: Record<
  string,
  [statuses: number[], attempt: () => Promise<{ status: number; text: string }>[]]
> = {
  "GET /messages": [[200], () => [his.get("/messages"), his.get(`/messages?before=${message + 1}`)]],
  "GET /messages/requests": [[200], () => [his.get(`/messages/requests?before=${message + 1}`)]],
  "GET /messages/:handle": [
    [200, 204],
    () => [
      his.get("/messages/@ada"),
      his.get(`/messages/@ada?before=${message + 1}`, { partial: true }),
      his.get(`/messages/@grace?mark=${mark()}`, { partial: true }),
    ],
  ],
  "POST /messages/:handle": [
    [422],
    () => [his.post("/messages/@ada", { body: "", mark: mark() }, { partial: true })],
  ],
  "GET /messages/with/:id": [[404], () => [his.get(`/messages/with/${talk}`)]],
  "DELETE /messages/with/:id": [[404], () => [his.delete(`/messages/with/${talk}`)]],
  "GET /messages/with/:id/delete": [[404], () => [his.get(`/messages/with/${talk}/delete`)]],
  "POST /messages/with/:id/request": [[404], () => [his.post(`/messages/with/${talk}/request`)]],
  "DELETE /messages/with/:id/request": [[404], () => [his.delete(`/messages/with/${talk}/request`)]],
  "GET /messages/with/:id/:message/delete": [
    [404],
    () => [
      his.get(`/messages/with/${talk}/${message}/delete`),
      his.get(`/messages/with/${talk}/${message}/delete`, { partial: true }),
    ],
  ],
  "DELETE /messages/with/:id/:message": [
    [404],
    () => [
      his.post(`/messages/with/${talk}/${message}`, { ...DELETE, for: "both" }),
      his.post(`/messages/with/${talk}/${message}`, { ...DELETE, for: "me" }, { partial: true }),
    ],
  ],
  "GET /notifications": [
    [200],
    () => [
      his.get("/notifications"),
      his.get("/notifications?since=0", { headers: { Accept: "application/json" } }),
      his.get("/notifications?before=9007199254740991", { partial: true }),
    ],
  ],
  "POST /notifications": [[303], () => [his.post("/notifications", { upTo: "9007199254740991" })]],
  "GET /live": [
    [200],
    () =>
      ["/live", `/live?talk=${talk}&mark=${mark()}`].map((path) =>
        listen(path, { "Last-Event-ID": String(message - 1) }),
      ),
  ],
  "GET /live/state": [[200], () => [his.get("/live/state", { partial: true })]],
};

const opened: ReadableStreamDefaultReader<Uint8Array>[] = [];
afterEach(() => Promise.all(opened.splice(0).map((reader) => reader.cancel())));

/** What a stream says in the first second and a half. */
async function listen(path: string, headers: Record<string, string>) {
  const Cookie = [...his.cookies].map((pair) => pair.join("=")).join("; ");
  const response = await answer(new Request(SITE + path, { headers: { Cookie, ...headers } }));
  const reader = response.body?.getReader();
  if (!reader) return { status: response.status, text: "" };
  opened.push(reader);
  const first = new TextDecoder().decode((await reader.read()).value);
  const second = await Promise.race([reader.read(), Bun.sleep(1500)]);
  return { status: response.status, text: first + (second ? new TextDecoder().decode(second.value) : "") };
}

test("every address is on the list", () => {
  const routes = [messageRoutes, conversations, notifications, live].flatMap(({ routes }) => routes);
  const there = routes.map(({ method, path }) => `${method} ${path.replace(/\{[^/]*\}/g, "")}`);
  expect(Object.keys(attempts).toSorted()).toEqual([...new Set(there)].toSorted());
});

test.each(Object.entries(attempts))(
  "%s tells a third person nothing and changes nothing",
  async (_, [statuses, tries]) => {
    for (const attempt of tries()) {
      const { status, text } = await attempt;
      expect(statuses).toContain(status);
      expect(text).not.toContain("doormat");
      expect(text).not.toContain("unread");
      expect(text).not.toContain("event: talk");
    }
    expect(await everything()).toEqual(before);
  },
);
