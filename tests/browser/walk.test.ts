/*
 * Three people in three browsers with two tabs each, and a fourth browser without JavaScript, do what can change a badge, in
 * an order that looks random and is the same in every run. After each step all badges of all pages that lie open, which
 * only their streams keep current, come to say what the tables say. `LONG=1` walks 500 steps.
 */
import { expect } from "bun:test";
import type { Page } from "playwright-core";
import { follow } from "../../src/domain/follows.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { browser, shown } from "../support/browser.ts";
import { as, type Client } from "../support/client.ts";
import { jobsDone } from "../support/jobs.ts";
import { people } from "../support/people.ts";
import { type Picker, picker } from "../support/picker.ts";
import { unreadMessages, unreadNotifications } from "../support/unread.ts";

const STEPS = process.env.LONG ? 500 : 5;
const MINUTE = 60_000;

/** Until a stream has told, and a page has asked for what it told of, on a machine with other things to do. */
const PATIENCE_MS = 20_000;

const story = browser();

interface Someone {
  viewer: Viewer;
  tabs: Page[];
}

story(
  `every badge of every open page is right after each of ${STEPS} steps`,
  { javaScript: true, mishaps: [404, 422], mostMs: process.env.LONG ? 90 * MINUTE : 4 * MINUTE },
  async ({ page, signIn, another }) => {
    const pick = picker(3);
    const { ada, grace, linus } = await people();
    await follow(ada, grace);
    await follow(grace, ada);
    const cast: Someone[] = [];
    for (const viewer of [ada, grace, linus]) {
      const first = viewer === ada ? page : await another();
      first.context().setDefaultTimeout(PATIENCE_MS);
      const tabs = [first, await first.context().newPage()];
      cast.push({ viewer, tabs });
      await comeIn({ viewer, tabs });
    }
    const plain = { viewer: ada, client: as(ada) };

    let highest = 0;
    for (let step = 1; step <= STEPS; step++) {
      const one = pick.of(cast);
      const other = pick.of(cast.filter((someone) => someone !== one)).viewer;
      const act =
        pick.upTo(4) > 1
          ? actIn(pick, pick.of(one.tabs), other, () => comeIn(one))
          : actPlainly(pick, plain.client, other === ada ? one.viewer : other);
      await act();
      await jobsDone();
      highest = Math.max(highest, ...(await allRight(step, cast, plain)));
    }
    expect(highest).toBeGreaterThan(0);

    async function comeIn({ viewer, tabs: [first, second] }: Someone) {
      if (!first || !second) return;
      await signIn(first, viewer);
      await first.goto("/explore");
      await second.goto("/messages");
    }
  },
);

/** Waits until all badges, on open pages and the next plain one, say what the tables say. Answers what they say. */
async function allRight(step: number, cast: Someone[], plain: { viewer: Viewer; client: Client }) {
  const begun = performance.now();
  for (;;) {
    const right = new Map<Viewer, number[]>();
    for (const { viewer } of cast)
      right.set(viewer, [await unreadMessages(viewer), await unreadNotifications(viewer)]);
    const tabs = cast.flatMap(({ viewer, tabs }) => tabs.map((tab) => ({ viewer, tab })));
    const said = await Promise.all(
      tabs.map(async ({ viewer, tab }) => [viewer, await badgesOf(tab)] as const),
    );
    said.push([plain.viewer, await badgesWithout(plain.client)]);
    const [is, ought] = [
      said.map(([{ username }, badges]) => [step, username, ...badges]),
      said.map(([viewer]) => [step, viewer.username, ...(right.get(viewer) ?? [])]),
    ];
    if (Bun.deepEquals(is, ought)) return [...right.values()].flat();
    if (performance.now() - begun > PATIENCE_MS) expect(is).toEqual(ought);
    await Bun.sleep(50);
  }
}

const PLACES = ["messages", "notifications"];
const badgesOf = (page: Page) =>
  page
    .evaluate(
      (places) =>
        places.map((place) => {
          const said = document.querySelector(`#${place}-waiting .visually-hidden`)?.textContent;
          return Number.parseInt(said ?? "0", 10);
        }),
      PLACES,
    )
    .catch(() => []); // on its way to another page, it says nothing yet

async function badgesWithout(client: Client) {
  const page = await client.get("/settings/appearance");
  return PLACES.map((place) =>
    Number.parseInt(page.texts(`#${place}-waiting .visually-hidden`)[0] ?? "0", 10),
  );
}

function actIn(pick: Picker, page: Page, { username, name }: Viewer, comeIn: () => Promise<void>) {
  const talk = `/messages/@${username}`;
  const write = async (path: string, label: string, body: string, send: string) => {
    await page.goto(path);
    const text = page.getByRole("textbox", { name: label });
    if ((await text.count()) === 0) return;
    await text.fill(body);
    await press(page, send);
  };
  const at = (path: string, button: string) => async () => {
    await page.goto(path);
    await press(page, button);
  };
  return pick.of([
    ...Array.from({ length: 6 }, () => () => write(talk, "Your message", "Hello", "Send")),
    ...[talk, talk, "/messages", "/messages/requests", "/notifications", "/explore"].map(
      (path) => () => page.goto(path),
    ),
    () => write("/", "What is on your mind?", `Hello, @${username}!`, "Publish"),
    ...[at(talk, "Accept"), at(talk, "Decline"), at("/notifications", "Mark all as read")],
    ...[at(`/@${username}`, `Follow ${name}`), at(`/@${username}`, `Unfollow ${name}`)],
    ...[at(`/@${username}/block`, "Block"), at(`/@${username}`, `Unblock ${name}`)],
    async () => {
      await page.goto(talk);
      const remove = page.getByRole("link", { name: "Delete", exact: true });
      if ((await remove.count()) === 0) return;
      await remove.last().click();
      await shown(page.getByRole("button", { name: "Delete for me" }));
      await press(page, pick.of(["Delete for both", "Delete for me"]));
    },
    async () => {
      await at("/explore", "Sign out")();
      await comeIn();
    },
  ]);
}

/** Presses a button, if it is there, and waits for the answer. */
async function press(page: Page, name: string) {
  const button = page.getByRole("button", { name, exact: true });
  if (!(await button.first().isVisible())) return;
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await button.first().click();
  await answered;
}

function actPlainly(pick: Picker, client: Client, { username }: Viewer) {
  const [talk, profile] = [`/messages/@${username}`, `/@${username}`];
  return pick.of([
    () => client.post(talk, { body: "Hello" }),
    () => client.post("/posts", { body: `Good morning, @${username}` }),
    ...[talk, "/notifications", "/messages"].map((path) => () => client.get(path)),
    ...["follow", "mute", "block"].map((what) => () => client.post(`${profile}/${what}`)),
    ...["follow", "mute", "block", "block"].map((what) => () => client.delete(`${profile}/${what}`)),
  ]);
}
