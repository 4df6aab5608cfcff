/*
 * Three people in three browsers without JavaScript write, open, delete and answer requests in an order that looks random
 * and is the same in every run. After each step every badge, and what a stream would tell, is compared with the tables. `LONG=1` walks 500 steps.
 */
import { expect, test } from "bun:test";
import { follow } from "../../src/domain/follows.ts";
import { outlookOf } from "../../src/domain/live.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { as, type Client } from "../support/client.ts";
import { people } from "../support/people.ts";
import { type Picker, picker } from "../support/picker.ts";
import { unreadMessages } from "../support/unread.ts";

const STEPS = process.env.LONG ? 500 : 60;

test(`every badge is right after each of ${STEPS} steps`, async () => {
  const pick = picker(3);
  const cast = await people();
  await follow(cast.ada, cast.grace);
  await follow(cast.grace, cast.ada);
  const browsers = Object.values(cast).map((viewer) => ({ viewer, browser: as(viewer) }));

  let highest = 0;
  for (let step = 1; step <= STEPS; step++) {
    const { viewer, browser } = pick.of(browsers);
    const other = pick.of(Object.values(cast).filter((person) => person !== viewer));
    await takeStep(pick, browser, other);
    for (const { viewer, browser } of browsers) {
      const unread = await unreadMessages(viewer);
      highest = Math.max(highest, unread);
      expect([step, viewer.username, await badgeOf(browser)]).toEqual([step, viewer.username, unread]);
      const [told] = (await outlookOf([viewer.id], [])).sessions.values();
      expect([step, told?.messages]).toEqual([step, unread]);
    }
  }
  expect(highest).toBeGreaterThan(2);
}, 600_000);

async function takeStep(pick: Picker, browser: Client, other: Viewer) {
  const acts: (() => Promise<unknown>)[] = [
    ...Array.from({ length: 5 }, () => () => browser.post(`/messages/@${other.username}`, { body: "Hello" })),
    ...[() => browser.get(`/messages/@${other.username}`), () => browser.get("/messages")],
    () => press(browser, `/messages/@${other.username}`, ["Delete"], ["Delete for both", "Delete for me"]),
    () => press(browser, `/messages/@${other.username}`, ["Delete conversation"], ["Delete it for me"]),
    () => press(browser, `/messages/@${other.username}`, [], ["Accept"]),
    () => press(browser, `/messages/@${other.username}`, [], ["Decline"]),
    () => press(browser, `/@${other.username}`, ["Block"], ["Block"]),
    () => press(browser, `/@${other.username}`, [], [`Unblock ${other.name}`]),
  ];
  await pick.of(acts)();
}

/** Goes to a page, along these links and presses the first of these buttons that is there; not there, nothing. */
async function press(browser: Client, path: string, links: string[], buttons: string[]) {
  await browser.get(path);
  for (const link of links) {
    if (!browser.page?.offers(link)) return;
    await browser.click(link);
  }
  const button = buttons.find((name) => browser.page?.offers(name));
  if (button) await browser.submit(button);
}

async function badgeOf(browser: Client): Promise<number> {
  const page = await browser.get("/settings/appearance");
  return Number.parseInt(page.texts("#messages-waiting .visually-hidden")[0] ?? "0", 10);
}
