/** Everything that changes something, asked for by those who may not: nothing is changed. */
import { beforeAll, describe, expect, test } from "bun:test";
import { is } from "drizzle-orm";
import { MySqlTable } from "drizzle-orm/mysql-core";
import { db } from "../../db/client.ts";
import * as schema from "../../db/schema.ts";
import { follow } from "../../src/domain/follows.ts";
import { publish } from "../../src/domain/posts.ts";
import { send } from "../../src/domain/sending.ts";
import { as, signedOut } from "../support/client.ts";
import { PASSWORD, people } from "../support/people.ts";

interface Change {
  path: string;
  fields?: Record<string, string>;
}

const DELETE = { _method: "DELETE" };

/** What ada may do with her post and her account. */
const ofAda: [
  name: string,
  change: (post: number, talk: number, message: number) => Change,
  byGet: number,
][] = [
  ["publishing", () => ({ path: "/posts", fields: { body: "Bye" } }), 405],
  ["editing", (post) => ({ path: `/posts/${post}`, fields: { _method: "PATCH", body: "Bye" } }), 200],
  ["deleting", (post) => ({ path: `/posts/${post}`, fields: { _method: "DELETE" } }), 200],
  ["following", () => ({ path: "/@grace/follow" }), 303],
  ["unfollowing", () => ({ path: "/@linus/follow", fields: { _method: "DELETE" } }), 303],
  ["blocking", () => ({ path: "/@grace/block" }), 200],
  ["unblocking", () => ({ path: "/@grace/block", fields: { _method: "DELETE" } }), 200],
  ["muting", () => ({ path: "/@grace/mute" }), 405],
  ["unmuting", () => ({ path: "/@grace/mute", fields: { _method: "DELETE" } }), 405],
  ["writing a message", () => ({ path: "/messages/@grace", fields: { body: "Bye" } }), 200],
  ["choosing who may write", () => ({ path: "/settings/privacy", fields: { messagesFrom: "nobody" } }), 200],
  [
    "deleting a conversation",
    (_, talk) => ({ path: `/messages/with/${talk}`, fields: { _method: "DELETE" } }),
    302,
  ],
  ["accepting a request", (_, talk) => ({ path: `/messages/with/${talk}/request` }), 405],
  [
    "declining one",
    (_, talk) => ({ path: `/messages/with/${talk}/request`, fields: { _method: "DELETE" } }),
    405,
  ],
  [
    "deleting a message",
    (_, talk, message) => ({
      path: `/messages/with/${talk}/${message}`,
      fields: { _method: "DELETE", for: "both" },
    }),
    405,
  ],
  [
    "changing the profile",
    () => ({ path: "/settings/profile", fields: { username: "countess", name: "", about: "" } }),
    200,
  ],
  [
    "changing the address",
    () => {
      const fields = { email: "countess@example.org", currentPassword: PASSWORD };
      return { path: "/settings/account/email", fields };
    },
    405,
  ],
  [
    "forgetting a new address",
    () => ({ path: "/settings/account/email", fields: { _method: "DELETE" } }),
    405,
  ],
  [
    "changing the password",
    () => {
      const passwords = { password: "ladies of the lake", passwordConfirm: "ladies of the lake" };
      return { path: "/settings/account/password", fields: { currentPassword: PASSWORD, ...passwords } };
    },
    405,
  ],
  ["asking for another link", () => ({ path: "/confirm-email" }), 405],
  [
    "leaving",
    () => ({ path: "/settings/account/delete", fields: { username: "ada", password: PASSWORD } }),
    200,
  ],
  ["ending a session", () => ({ path: "/settings/security/sessions/x", fields: DELETE }), 405],
  ["ending all other sessions", () => ({ path: "/settings/security/sessions", fields: DELETE }), 405],
  ["setting up an app", () => ({ path: "/settings/security/authenticator" }), 200],
  [
    "confirming an app",
    () => ({ path: "/settings/security/authenticator", fields: { _method: "PATCH", code: "123456" } }),
    200,
  ],
  [
    "removing an app",
    () => ({
      path: "/settings/security/authenticator",
      fields: { ...DELETE, password: PASSWORD, code: "123456" },
    }),
    200,
  ],
  ["making recovery codes", () => ({ path: "/settings/security/recovery-codes" }), 303],
  ["asking for a new passkey", () => ({ path: "/settings/security/passkeys/options" }), 405],
  [
    "adding a passkey",
    () => ({ path: "/settings/security/passkeys", fields: { name: "Telephone", credential: "{}" } }),
    405,
  ],
  [
    "renaming a passkey",
    () => ({ path: "/settings/security/passkeys/7", fields: { _method: "PATCH", name: "Laptop" } }),
    404,
  ],
  ["removing a passkey", () => ({ path: "/settings/security/passkeys/7", fields: DELETE }), 404],
  ["proving by password", () => ({ path: "/prove", fields: { password: PASSWORD } }), 303],
  ["asking to prove by passkey", () => ({ path: "/prove/passkey/options" }), 405],
  ["proving by passkey", () => ({ path: "/prove/passkey", fields: { credential: "{}" } }), 405],
  ["uploading a picture", () => ({ path: "/settings/profile/picture", fields: {} }), 405],
  ["removing the picture", () => ({ path: "/settings/profile/picture", fields: { _method: "DELETE" } }), 405],
  ["asking for an export", () => ({ path: "/settings/export" }), 200],
  ["importing an archive", () => ({ path: "/settings/export/import", fields: {} }), 405],
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
  ["asking for a passkey", () => ({ path: "/login/passkey/options" }), 405],
  [
    "signing in with a passkey",
    () => ({ path: "/login/passkey", fields: { credential: '{"id":"x"}' } }),
    405,
  ],
  ["handing in a code", () => ({ path: "/login/code", fields: { code: "123456" } }), 303],
  [
    "registering",
    () => {
      const passwords = { password: PASSWORD, passwordConfirm: PASSWORD };
      return { path: "/register", fields: { username: "mary", email: "mary@example.org", ...passwords } };
    },
    200,
  ],
  [
    "asking for a new password",
    () => ({ path: "/password-reset", fields: { email: "ada@example.org" } }),
    200,
  ],
];

/** ada has published a post and written to grace, follows linus and is signed in. */
async function scene() {
  const { ada, grace, linus } = await people();
  const post = await publish(ada, { body: "Hello" });
  await follow(ada, linus);
  const sent = await send(ada, grace, { body: "Hello" });
  if ("refused" in sent) throw new Error(sent.refused);
  const things = [post, sent.conversationId, sent.id] as const;
  const hers = as(ada);
  await hers.get("/");
  return { hers, post, things, before: await everything() };
}

/** All rows of all tables. */
async function everything() {
  const tables = Object.values(schema).filter((table) => is(table, MySqlTable));
  return await Promise.all(tables.map((table) => db.select().from(table)));
}

describe("R01 signed out", () => {
  describe.each(ofAda)("%s", (_, change) => {
    test("leads to signing in", async () => {
      const { things, before } = await scene();
      const { path, fields } = change(...things);

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
    let set: Awaited<ReturnType<typeof scene>>; // one for all: nothing is changed in it
    beforeAll(async () => {
      set = await scene();
    });

    test.each(elsewhere)("is refused: %s", async (_, headers) => {
      const { hers, things, before } = set;
      const { path, fields } = change(...things);

      for (const partial of [false, true]) {
        const answer = await hers.post(path, fields, { headers, partial });
        expect(answer.status).toBe(403);
        expect(answer.setCookie("session")).toBeUndefined();
      }

      expect(await everything()).toEqual(before);
    });
  });

  describe.each(ofVisitors)("%s", (_, change) => {
    let set: Awaited<ReturnType<typeof scene>>;
    beforeAll(async () => {
      set = await scene();
    });

    test.each(elsewhere)("is refused: %s", async (_, headers) => {
      const { things, before } = set;
      const { path, fields } = change(...things);

      const answer = await signedOut().post(path, fields, { headers });

      expect(answer.status).toBe(403);
      expect(answer.setCookie("session")).toBeUndefined();
      expect(await everything()).toEqual(before);
    });
  });

  const types = [
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain",
    "application/json",
    "image/png",
    "none at all",
    null,
  ];

  test.each(types)("whatever the method and the body, such as %p, it is refused", async (type) => {
    const { hers, post, before } = await scene();
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      for (const path of [`/posts/${post}`, "/logout", "/nothing"]) {
        const headers = { "Sec-Fetch-Site": "cross-site", "Content-Type": type };
        const body = type?.startsWith("multipart") ? "--x--\r\n" : new TextEncoder().encode("a=b");
        const answer = await hers.send(method, path, body, { headers });
        expect([method, path, answer.status]).toEqual([method, path, 403]);
      }
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
    const { hers, things, before } = await scene();
    const { path, fields } = change(...things);

    for (const method of ["GET", "HEAD"]) {
      const answer = await hers.send(method, `${path}?${new URLSearchParams(fields)}`);
      expect(answer.status).toBe(status);
    }

    expect(await everything()).toEqual(before);
  });

  test.each(ofVisitors)("%s does nothing", async (_, change, status) => {
    const { things, before } = await scene();
    const { path, fields } = change(...things);

    const answer = await signedOut().get(`${path}?${new URLSearchParams(fields)}`);

    expect(answer.status).toBe(status);
    expect(answer.setCookie("session")).toBeUndefined();
    expect(await everything()).toEqual(before);
  });
});
