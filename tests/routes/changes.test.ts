/** Everything that changes something, asked for by those who may not: nothing is changed. */
import { describe, expect, test } from "bun:test";
import { is } from "drizzle-orm";
import { MySqlTable } from "drizzle-orm/mysql-core";
import { db } from "../../db/client.ts";
import * as schema from "../../db/schema.ts";
import { follow } from "../../src/domain/follows.ts";
import { publish } from "../../src/domain/posts.ts";
import { as, signedOut } from "../support/client.ts";
import { PASSWORD, people } from "../support/people.ts";

interface Change {
  path: string;
  fields?: Record<string, string>;
}

/** What ada may do with her post and her account. */
const ofAda: [name: string, change: (post: number) => Change, byGet: number][] = [
  ["publishing", () => ({ path: "/posts", fields: { body: "Bye" } }), 405],
  ["editing", (post) => ({ path: `/posts/${post}`, fields: { _method: "PATCH", body: "Bye" } }), 200],
  ["deleting", (post) => ({ path: `/posts/${post}`, fields: { _method: "DELETE" } }), 200],
  ["following", () => ({ path: "/@grace/follow" }), 303],
  ["unfollowing", () => ({ path: "/@linus/follow", fields: { _method: "DELETE" } }), 303],
  [
    "changing the profile",
    () => ({ path: "/settings/profile", fields: { username: "countess", name: "", about: "" } }),
    200,
  ],
  [
    "marking everything as read",
    () => ({ path: "/notifications", fields: { upTo: "9007199254740991" } }),
    200,
  ],
  [
    "choosing what to be told",
    () => ({ path: "/settings/notifications", fields: { shown: "site", "site-follow": "on" } }),
    200,
  ],
];

/** What anyone may do, signed in or not, but not another site with their browser. */
const ofAnyone: typeof ofAda = [
  ["changing the appearance", () => ({ path: "/settings/appearance", fields: { theme: "dark" } }), 200],
  ["signing out", () => ({ path: "/logout" }), 405],
];

const ofVisitors: typeof ofAda = [
  ["signing in", () => ({ path: "/login", fields: { username: "ada", password: PASSWORD } }), 200],
  [
    "registering",
    () => {
      const passwords = { password: PASSWORD, passwordConfirm: PASSWORD };
      return { path: "/register", fields: { username: "mary", email: "mary@example.org", ...passwords } };
    },
    200,
  ],
];

/** ada has published a post, follows linus and is signed in. */
async function scene() {
  const { ada, linus } = await people();
  const post = await publish(ada, { body: "Hello" });
  await follow(ada, linus);
  const hers = as(ada);
  await hers.get("/");
  return { hers, post, before: await everything() };
}

/** All rows of all tables. */
async function everything() {
  const tables = Object.values(schema).filter((table) => is(table, MySqlTable));
  return await Promise.all(tables.map((table) => db.select().from(table)));
}

describe("R01 signed out", () => {
  describe.each(ofAda)("%s", (_, change) => {
    test("leads to signing in", async () => {
      const { post, before } = await scene();
      const { path, fields } = change(post);

      const page = await signedOut().post(path, fields, { headers: { Referer: "http://localhost/@ada" } });
      expect(page.status).toBe(303);
      expect(page.lead).toBe("/login?next=%2F%40ada");

      const part = await signedOut().post(path, fields, { partial: true });
      expect(part.status).toBe(401); // said on the page, so that what was written stays

      expect(await everything()).toEqual(before);
    });
  });
});

/** What browsers tell about a form that stands on another site. */
const elsewhere: [said: string, headers: Record<string, string | null>][] = [
  ["Sec-Fetch-Site: cross-site", { "Sec-Fetch-Site": "cross-site" }],
  ["Sec-Fetch-Site: same-site", { "Sec-Fetch-Site": "same-site" }],
  ["Origin: https://evil.example", { "Sec-Fetch-Site": null, Origin: "https://evil.example" }],
  [
    "Origin: http://localhost.evil.example",
    { "Sec-Fetch-Site": null, Origin: "http://localhost.evil.example" },
  ],
  ["Origin: null", { "Sec-Fetch-Site": null, Origin: "null" }],
];

describe("from another site", () => {
  describe.each([...ofAda, ...ofAnyone])("%s", (_, change) => {
    test.each(elsewhere)("is refused: %s", async (_, headers) => {
      const { hers, post, before } = await scene();
      const { path, fields } = change(post);

      for (const partial of [false, true]) {
        const answer = await hers.post(path, fields, { headers, partial });
        expect(answer.status).toBe(403);
        expect(answer.setCookie("session")).toBeUndefined();
      }

      expect(await everything()).toEqual(before);
    });
  });

  describe.each(ofVisitors)("%s", (_, change) => {
    test.each(elsewhere)("is refused: %s", async (_, headers) => {
      const { post, before } = await scene();
      const { path, fields } = change(post);

      const answer = await signedOut().post(path, fields, { headers });

      expect(answer.status).toBe(403);
      expect(answer.setCookie("session")).toBeUndefined();
      expect(await everything()).toEqual(before);
    });
  });

  test("a body that is no form, with another method, is refused too", async () => {
    const { hers, post, before } = await scene();
    for (const method of ["DELETE", "PATCH", "POST"]) {
      const headers = { "Sec-Fetch-Site": "cross-site", "Content-Type": "text/plain" };
      const answer = await hers.send(method, `/posts/${post}`, "_method=DELETE", { headers });
      expect(answer.status).toBe(403);
    }
    expect(await everything()).toEqual(before);
  });
});

describe("from this site", () => {
  test.each([
    ["a browser that says so", { "Sec-Fetch-Site": "same-origin" }],
    ["an older browser, by Origin alone", { "Sec-Fetch-Site": null, Origin: "http://localhost" }],
    ["a program, which says nothing", { "Sec-Fetch-Site": null, Origin: null }],
  ])("%s may", async (_, headers) => {
    const { hers } = await scene();
    expect((await hers.post("/posts", { body: "Bye" }, { headers })).status).toBe(303);
  });
});

describe("by GET", () => {
  test.each([...ofAda, ...ofAnyone])("%s does nothing", async (_, change, status) => {
    const { hers, post, before } = await scene();
    const { path, fields } = change(post);

    for (const method of ["GET", "HEAD"]) {
      const answer = await hers.send(method, `${path}?${new URLSearchParams(fields)}`);
      expect(answer.status).toBe(status);
    }

    expect(await everything()).toEqual(before);
  });

  test.each(ofVisitors)("%s does nothing", async (_, change, status) => {
    const { post, before } = await scene();
    const { path, fields } = change(post);

    const answer = await signedOut().get(`${path}?${new URLSearchParams(fields)}`);

    expect(answer.status).toBe(status);
    expect(answer.setCookie("session")).toBeUndefined();
    expect(await everything()).toEqual(before);
  });
});
