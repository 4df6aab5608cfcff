import { describe, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { notifications } from "../../db/schema.ts";
import { follow } from "../../src/domain/follows.ts";
import { saveChoices, wantedKinds, wishesFor } from "../../src/domain/notifications/choices.ts";
import { countUnread } from "../../src/domain/notifications/inbox.ts";
import { publish } from "../../src/domain/posts.ts";
import { announce } from "../../src/domain/security-events.ts";
import { as, signedOut } from "../support/client.ts";
import { runJobs } from "../support/jobs.ts";
import { people } from "../support/people.ts";

const JSON_PREFERRED = { headers: { Accept: "application/json" } };

/** linus and grace follow ada, and grace mentions her. */
async function scene() {
  const cast = await people();
  const { ada, grace, linus } = cast;
  await follow(linus, ada);
  await follow(grace, ada);
  const post = await publish(grace, { body: "Good morning, @ada!" });
  await runJobs();
  return { ...cast, post };
}

describe("the page", () => {
  test("shows what is new as new, once, and takes it off the badge", async () => {
    const { ada } = await scene();
    const browser = as(ada);
    expect((await browser.get("/")).texts("#notifications-waiting [aria-hidden]")).toEqual(["3"]);

    const page = await browser.get("/notifications");
    expect(page.texts(".notification-words")).toEqual([
      "New: Grace Hopper mentioned you.",
      "New: Grace Hopper and 1 other followed you.",
    ]);
    expect(page.posts).toEqual(["Good morning, @ada!"]);
    expect(page.texts("#notifications-waiting [aria-hidden]")).toEqual([]);

    const again = await browser.get("/notifications");
    expect(again.texts(".notification-words")).toEqual([
      "Grace Hopper mentioned you.",
      "Grace Hopper and 1 other followed you.",
    ]);
  });

  test.each([
    ["Sec-Purpose", "prefetch"],
    ["Sec-Purpose", "prefetch;prerender"],
    ["Purpose", "prefetch"],
    ["X-Moz", "prefetch"],
  ])("fetched ahead (%s: %s) leaves everything unread", async (name, value) => {
    const { ada } = await scene();
    const page = await as(ada).get("/notifications", { headers: { [name]: value } });
    expect(page.texts(".notification.unread")).toHaveLength(2);
    expect(await countUnread(ada)).toBe(3);
  });

  test("asked for its headers leaves everything unread", async () => {
    const { ada } = await scene();
    expect((await as(ada).send("HEAD", "/notifications")).status).toBe(200);
    expect(await countUnread(ada)).toBe(3);
  });

  test("read by one leaves another's unread", async () => {
    const { ada, grace } = await scene();
    await as(grace).get("/notifications");
    await as(grace).post("/notifications", {});
    expect(await countUnread(ada)).toBe(3);
  });

  test("leads signed-out people to sign in, and programs nowhere", async () => {
    await scene();
    expect((await signedOut().get("/notifications")).lead).toBe("/login?next=%2Fnotifications");
    const answer = await signedOut().get("/notifications", JSON_PREFERRED);
    expect([answer.status, JSON.parse(answer.text).error.status]).toEqual([401, 401]);
  });

  test("marks what was shown as read, not what came since", async () => {
    const { ada, grace } = await scene();
    const rows = await db.select({ id: notifications.id }).from(notifications);
    const upTo = Math.max(...rows.map((row) => row.id));
    await publish(grace, { body: "@ada, one thing more" });
    await runJobs();

    const browser = as(ada);
    const answer = await browser.post("/notifications", { upTo: String(upTo) });
    expect(answer.lead).toBe("/notifications");
    expect(await countUnread(ada)).toBe(1);
    expect((await as(ada).post("/notifications", { upTo: "all" })).status).toBe(404);
  });

  test("tells of the account", async () => {
    const { ada } = await people();
    await announce(db, ada.id, "passkeyAdded", { address: "", userAgent: "" });
    await runJobs();
    const page = await as(ada).get("/notifications");
    expect(page.texts(".notification-words")).toEqual(["New: A passkey was added to your account."]);
  });

  test("is empty in words", async () => {
    const { ada } = await people();
    const page = await as(ada).get("/notifications");
    expect(page.texts("main .lead")[0]).toStartWith("Nothing new.");
  });
});

describe("R22 as JSON", () => {
  const since = async (viewer: { id: number }, query: string) =>
    JSON.parse((await as(viewer).get(`/notifications${query}`, JSON_PREFERRED)).text);

  test("each with its kind, person, post and time, ascending, and nothing is marked as read", async () => {
    const { ada, grace, linus, post } = await scene();
    const list = await since(ada, "?since=0");
    expect(list).toEqual(
      [
        { kind: "follow", actor: ref(linus), postId: null },
        { kind: "follow", actor: ref(grace), postId: null },
        { kind: "mention", actor: ref(grace), postId: post },
      ].map((each) => expect.objectContaining({ ...each, unread: true })),
    );
    expect(list.map((each: { id: number }) => each.id)).toEqual(
      list.map((each: { id: number }) => each.id).toSorted((a: number, b: number) => a - b),
    );
    expect(list[0].createdAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(await since(ada, "")).toEqual(list);
    expect(await countUnread(ada)).toBe(3);
  });

  test("strictly after the one that is named, or the moment", async () => {
    const { ada } = await scene();
    const list = await since(ada, "?since=0");
    expect(await since(ada, `?since=${list[1].id}`)).toEqual(list.slice(2));
    expect(await since(ada, `?since=${list[2].id}`)).toEqual([]);
    expect(await since(ada, `?since=${list[2].createdAt}`)).toEqual([]);
    expect(await since(ada, "?since=2026-01-01T00:00:00Z")).toEqual(list);
  });

  test("one's own only", async () => {
    const { ada, grace } = await scene();
    const [first] = await since(ada, "?since=0");
    expect(await since(grace, `?since=${first.id - 1}`)).toEqual([]);
  });

  test.each(["-1", "x", "1.5", "9007199254740992", "yesterday", "2026-13-01T00:00:00Z", "", "1e3"])(
    "since=%s is a 400",
    async (value) => {
      const { ada } = await people();
      const answer = await as(ada).get(`/notifications?since=${value}`, JSON_PREFERRED);
      expect([answer.status, JSON.parse(answer.text).error.status]).toEqual([400, 400]);
    },
  );
});

const ref = ({ id, username, name }: { id: number; username: string; name: string }) => ({
  id,
  username,
  name,
});

describe("the choices", () => {
  test("begin as usual and are kept", async () => {
    const { ada, grace } = await scene();
    const browser = as(ada);
    const form = await browser.get("/settings/notifications");
    expect(form.all("input[type=checkbox]").every((box) => box.hasAttribute("checked"))).toBe(true);

    const answer = await browser.post("/settings/notifications", { shown: "site", "site-follow": "on" });
    expect(answer.lead).toBe("/settings/notifications");
    const wishes = await wishesFor(ada);
    expect(wishes.choices.site).toMatchObject({ follow: true, mention: false });
    expect((await browser.get("/notifications")).texts(".notification-words")).toEqual([
      "New: Grace Hopper and 1 other followed you.",
    ]);
    expect((await wishesFor(grace)).choices.site).toEqual({});
  });

  test("take the unwanted off the badge", async () => {
    const { ada } = await scene();
    await as(ada).post("/settings/notifications", { shown: "site", "site-follow": "on" });
    expect(await countUnread(ada)).toBe(2);
    await as(ada).post("/settings/notifications", { shown: "site" });
    expect(await countUnread(ada)).toBe(0);
  });

  test("about mail stay as they are where there is no mail", async () => {
    const { ada } = await people();
    await saveChoices(ada, { choices: { site: {}, mail: { mention: true } }, digest: "immediate" });
    expect((await as(ada).get("/settings/notifications")).text).not.toContain("mail-mention");
    await as(ada).post("/settings/notifications", { shown: "site", "site-mention": "on" });
    const { choices, digest } = await wishesFor(ada);
    expect([choices.mail, digest]).toEqual([{ mention: true }, "immediate"]);
  });

  test("about mail are kept where they are shown", async () => {
    const { ada } = await people();
    const fields = { shown: "site mail", "mail-mention": "on", digest: "immediate" };
    await as(ada).post("/settings/notifications", fields);
    const wishes = await wishesFor(ada);
    expect(wantedKinds(wishes, "site")).toEqual([]);
    expect([wantedKinds(wishes, "mail"), wishes.digest]).toEqual([["mention"], "immediate"]);
  });

  test("refuse what is none", async () => {
    const { ada } = await people();
    const answer = await as(ada).post("/settings/notifications", { digest: "hourly" });
    expect(answer.status).toBe(422);
    expect((await wishesFor(ada)).digest).toBe("weekly");
  });
});
