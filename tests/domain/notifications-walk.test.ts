/** Three people do what comes to their mind. After every step the badge is what the tables say, and what a simple model says. */
import { expect, test } from "bun:test";
import { and, eq, isNull } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { notifications } from "../../db/schema.ts";
import { follow, unfollow } from "../../src/domain/follows.ts";
import { outlookOf } from "../../src/domain/live.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { deletePost, publish } from "../../src/domain/posts.ts";
import { as, type Client } from "../support/client.ts";
import { runJobs } from "../support/jobs.ts";
import { people } from "../support/people.ts";
import { picker } from "../support/picker.ts";

const STEPS = 150;

test("the badge of each is right after every step", async () => {
  const cast = Object.values(await people());
  const pick = picker(6);
  const browsers = new Map<Viewer, Client>(cast.map((person) => [person, as(person)]));
  const posts: { id: number; author: Viewer; to: Viewer }[] = [];
  const seen: Record<string, number> = {};

  /** What each has not read: by whom they were followed for the first time, and which posts mention them. */
  const unread = new Map<Viewer, Set<string>>(cast.map((person) => [person, new Set()]));
  const everTold = new Set<string>();
  const tell = (to: Viewer, what: string) => {
    if (everTold.has(`${to.id} ${what}`)) return;
    everTold.add(`${to.id} ${what}`);
    unread.get(to)?.add(what);
  };

  for (let step = 0; step < STEPS; step++) {
    const who = pick.of(cast);
    const other = pick.of(cast);
    const act = pick.of(["follow", "unfollow", "mention", "mention", "delete", "read", "mark"]);
    if (act === "follow") {
      await follow(who, other);
      if (who !== other) tell(other, `follow ${who.id}`);
    } else if (act === "unfollow") await unfollow(who, other);
    else if (act === "mention") {
      const id = await publish(who, { body: `@${other.username} ${step}` });
      posts.push({ id, author: who, to: other });
      if (who !== other) tell(other, `post ${id}`);
    } else if (act === "delete" && posts.length > 0) {
      const [post] = posts.splice(pick.upTo(posts.length) - 1, 1);
      if (!post) continue;
      await deletePost(post.author, post.id);
      unread.get(post.to)?.delete(`post ${post.id}`);
    } else if (act === "read" || act === "mark") {
      const browser = browsers.get(who);
      if (act === "read") await browser?.get("/notifications");
      else await browser?.post("/notifications");
      if (act === "mark" || (unread.get(who)?.size ?? 0) <= 20) unread.get(who)?.clear();
      else throw new Error("More than a page: choose fewer steps.");
    }
    seen[act] = (seen[act] ?? 0) + 1;
    await runJobs();

    for (const person of cast) {
      const rows = await db.$count(
        notifications,
        and(eq(notifications.recipientId, person.id), isNull(notifications.readAt)),
      );
      const page = await browsers.get(person)?.get("/nothing"); // a small page: every page has the badge
      const [told] = (await outlookOf([person.id], [])).sessions.values();
      expect(told?.notifications).toBe(rows);
      const badge = page?.texts("#notifications-waiting [aria-hidden]")[0] ?? "0";
      expect([step, act, person.username, rows]).toEqual([
        step,
        act,
        person.username,
        unread.get(person)?.size ?? 0,
      ]);
      expect([step, act, badge]).toEqual([step, act, String(rows)]);
    }
  }
  expect(Object.keys(seen)).toHaveLength(6);
}, 600_000);
