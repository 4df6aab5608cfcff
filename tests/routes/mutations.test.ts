/** Forms, tokens and addresses, changed a little in ways that nobody thought of: no fault, and nothing is changed by what is refused. */
import { expect, test } from "bun:test";
import { getTableName, is } from "drizzle-orm";
import { MySqlTable } from "drizzle-orm/mysql-core";
import { db } from "../../db/client.ts";
import * as schema from "../../db/schema.ts";
import { publish } from "../../src/domain/posts.ts";
import { codeOf, hasApp } from "../support/authenticator.ts";
import { as, signedOut } from "../support/client.ts";
import { PASSWORD, people } from "../support/people.ts";
import { hasPasskey } from "../support/security.ts";

const REQUESTS = process.env.LONG ? 10_000 : 200;

interface Sent {
  path: string;
  fields: Record<string, string>;
  cookies: Record<string, string>;
}

/** What a refused request may leave behind: that it was made. */
const TRACES = new Set(["security_events", "tokens", "challenges", "sessions", "jobs"]);

const NEW = "ladies of the lake";

/** Numbers that look random and are the same in each run. */
function dice(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * sides);
  };
}

const STRANGE = [
  "",
  "\u0000",
  "'",
  '"',
  "<b>",
  "%00",
  "../",
  "\r\n",
  "\u202E",
  "🦊",
  "-1",
  "null",
  "{}",
  "[]",
  "x".repeat(5000),
];

test(`${REQUESTS} mutated requests meet no fault`, async () => {
  const { ada, grace } = await people();
  const post = await publish(ada, { body: "Hello" });
  const { key, id } = await hasPasskey(ada);
  const { secret } = await hasApp(grace);
  const adas = as(ada);
  await adas.get("/");
  const halfway = signedOut();
  await halfway.post("/login", { username: "grace", password: PASSWORD });
  const own = Object.fromEntries(adas.cookies);
  const step = Object.fromEntries(halfway.cookies);
  const credential = key.signed(Buffer.alloc(32).toString("base64url"));
  const settings = "/settings/security";
  const token = Buffer.alloc(32, 7).toString("base64url");
  const seeds: Sent[] = [
    { path: "/login", fields: { username: "ada", password: "wrong", next: "/" }, cookies: {} },
    { path: "/login/code", fields: { code: codeOf(secret) }, cookies: step },
    { path: "/login/passkey", fields: { credential, remember: "on" }, cookies: {} },
    {
      path: "/register",
      fields: { username: "a b", email: "x", password: "y", passwordConfirm: "z" },
      cookies: {},
    },
    { path: "/prove", fields: { password: "wrong", next: "/" }, cookies: own },
    { path: "/prove/passkey", fields: { credential }, cookies: own },
    { path: `/posts/${post}`, fields: { _method: "PATCH", body: "" }, cookies: own },
    { path: "/settings/profile", fields: { username: "grace", name: "", about: "" }, cookies: own },
    { path: `${settings}/passkeys`, fields: { name: "Laptop", credential }, cookies: own },
    { path: `${settings}/passkeys/${id}`, fields: { _method: "PATCH", name: "" }, cookies: own },
    { path: `${settings}/authenticator`, fields: { _method: "PATCH", code: "123456" }, cookies: own },
    { path: `${settings}/sessions/x`, fields: { _method: "DELETE" }, cookies: own },
    { path: "/password-reset", fields: { email: "ada@example.org" }, cookies: {} },
    {
      path: `/password-reset/${token}`,
      fields: { password: "short", passwordConfirm: "short" },
      cookies: {},
    },
    { path: `/confirm-email/${token}`, fields: {}, cookies: own },
    { path: `/unsubscribe/${token}`, fields: {}, cookies: {} },
    {
      path: "/settings/account/email",
      fields: { email: "new@example.org", currentPassword: "wrong" },
      cookies: own,
    },
    {
      path: "/settings/account/password",
      fields: { currentPassword: "wrong", password: NEW, passwordConfirm: NEW },
      cookies: own,
    },
    { path: "/settings/account/delete", fields: { username: "ada", password: "wrong" }, cookies: own },
    { path: "/settings/privacy", fields: { messagesFrom: "friends" }, cookies: own },
    { path: "/settings/notifications", fields: { shown: "site", digest: "hourly" }, cookies: own },
    { path: "/settings/profile/picture", fields: { picture: "none" }, cookies: own },
    { path: "/posts", fields: { body: "", key: "key" }, cookies: own },
    { path: "/messages/@grace", fields: { body: "", key: "key", mark: "0-0-none" }, cookies: own },
    { path: `/messages/with/${id}/request`, fields: { _method: "DELETE" }, cookies: own },
    { path: "/@nobody/block", fields: {}, cookies: own },
    { path: "/@nobody/follow", fields: { _method: "DELETE" }, cookies: own },
    { path: "/notifications", fields: { upTo: "7" }, cookies: own },
  ];

  const roll = dice(2026);
  const statuses = new Set<number>();
  let before = await everything();
  for (let nth = 0; nth < REQUESTS; nth++) {
    const sent = mutate(seeds[roll(seeds.length)] as Sent, roll);
    const answer = await send(sent);
    statuses.add(answer.status);
    expect([sent, answer.status >= 500]).toEqual([sent, false]);
    const after = await everything();
    if (answer.status >= 400) expect([sent, after]).toEqual([sent, before]);
    before = after;
  }
  expect([...statuses]).toEqual(expect.arrayContaining([303, 400, 404, 422])); // they went into all corners
}, 600_000);

function mutate({ path, fields, cookies }: Sent, roll: (sides: number) => number): Sent {
  const where = roll(10);
  if (where === 0) return { path: garble(path.slice(1), roll), fields, cookies };
  if (where === 1) return { path, fields, cookies: garbleOne(cookies, roll) };
  if (where === 2) return { path, fields: {}, cookies };
  return { path, fields: garbleOne(fields, roll), cookies };
}

function garbleOne(record: Record<string, string>, roll: (sides: number) => number) {
  const names = Object.keys(record);
  const name = names[roll(names.length)];
  return name === undefined ? record : { ...record, [name]: garble(record[name] ?? "", roll) };
}

/** Cut, doubled, one letter changed, or something strange in the middle of it or in its place. */
function garble(text: string, roll: (sides: number) => number): string {
  const at = roll(text.length + 1);
  const strange = STRANGE[roll(STRANGE.length)] ?? "";
  const ways = [
    text.slice(0, at),
    text.slice(at),
    text + text,
    text.slice(0, at) + String.fromCharCode(32 + roll(95)) + text.slice(at + 1),
    text.slice(0, at) + strange + text.slice(at),
    strange,
  ];
  return ways[roll(ways.length)] ?? "";
}

function send({ path, fields, cookies }: Sent) {
  const browser = signedOut();
  for (const [name, value] of Object.entries(cookies)) browser.cookies.set(name, encodeURIComponent(value));
  return browser.post(`/${encodeURI(path.toWellFormed()).replace(/^\/+/, "")}`, fields);
}

async function everything(): Promise<string> {
  const tables = Object.values(schema).filter((table) => is(table, MySqlTable));
  const kept = tables.filter((table) => !TRACES.has(getTableName(table)));
  return JSON.stringify(await Promise.all(kept.map((table) => db.select().from(table))));
}
