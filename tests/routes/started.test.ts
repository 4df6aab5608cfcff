/** What the settings of the site decide: the app as a process of its own. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { db } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import { type AppProcess, startApp } from "../support/app-process.ts";
import { hasApp } from "../support/authenticator.ts";
import { PASSWORD, people, person } from "../support/people.ts";

const ORIGIN = "https://blog.example.org";

let app: AppProcess;

beforeAll(async () => {
  await people();
  const site = { ORIGIN, REGISTRATION: "closed", SITE_NAME: "Plaza <1>", SITE_LANGUAGE: "es" };
  app = await startApp({ ...site, WORKER: "off", LOG_LEVEL: "info" });
});

afterAll(() => app.end("SIGTERM"));

const post: AppProcess["post"] = (...form) => app.post(...form);

const credentials = { username: "ada", password: PASSWORD };

describe("with an https ORIGIN", () => {
  test("the second step has a cookie of the same kind", async () => {
    const { id } = await person("mary");
    await hasApp({ id });
    const response = await post("/login", { ...credentials, username: "mary" }, { Origin: ORIGIN });
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-second-step=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
  });

  test("cookies are for this host and for https only", async () => {
    const response = await post("/login", { ...credentials, remember: "on" }, { Origin: ORIGIN });
    const [session, device, notice] = response.headers.getSetCookie();
    expect(session).toMatch(
      /^__Host-session=r[a-z0-9]{40}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(device).toMatch(
      /^__Host-device=[\w.-]+; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(notice).toContain("; Secure");

    const cookie = session?.split(";")[0] ?? "";
    const profile = await fetch(`${app.address}/settings/profile`, { headers: { Cookie: cookie } });
    expect(profile.redirected).toBe(false);
    const out = await post("/logout", {}, { Cookie: cookie, Origin: ORIGIN });
    expect(out.headers.getSetCookie()[0]).toMatch(/^__Host-session=; Max-Age=0; Path=\/; HttpOnly; Secure/);
  });

  test("a session cookie without the prefix is nobody's", async () => {
    const signedIn = await post("/login", credentials, { Origin: ORIGIN });
    const token = /__Host-session=(\w+)/.exec(signedIn.headers.get("Set-Cookie") ?? "")?.[1];
    const profile = await fetch(`${app.address}/settings/profile`, {
      headers: { Cookie: `session=${token}` },
      redirect: "manual",
    });
    expect(profile.status).toBe(303);
  });

  test.each([
    ["the public address", ORIGIN, 303],
    ["the address behind the proxy", "", 403],
    ["the public address by http", "http://blog.example.org", 403],
    ["the public address with another port", `${ORIGIN}:8443`, 403],
    ["a name below it", "https://evil.blog.example.org", 403],
  ])("forms come from %s or not at all", async (_, origin, status) => {
    const response = await post("/login", credentials, { Origin: origin || app.address });
    expect(response.status).toBe(status);
  });

  test("browsers are told to stay with https", async () => {
    expect((await fetch(app.address)).headers.get("Strict-Transport-Security")).toBe(
      "max-age=31536000; includeSubDomains",
    );
  });
});

test("the name of the site is everywhere, and is no markup", async () => {
  const page = await (await fetch(app.address)).text();
  expect(page).toContain("<title>Plaza &lt;1&gt;</title>");
  expect(page).not.toContain("Plaza <1>");
  expect(page).not.toContain("MicroBlog");
});

test("R29 the language of the site is for those whose languages nobody speaks", async () => {
  const languageFor = async (said: string) =>
    (await fetch(app.address, { headers: { "Accept-Language": said } })).headers.get("Content-Language");
  expect([await languageFor("fr"), await languageFor("en"), await languageFor("*")]).toEqual([
    "es",
    "en",
    "es",
  ]);
});

test("closed registration says so and takes nobody in", async () => {
  const before = await db.$count(users);
  const page = await fetch(`${app.address}/register`, { headers: { "Accept-Language": "en" } });
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("Registration is closed");

  const passwords = { password: PASSWORD, passwordConfirm: PASSWORD };
  const fields = { username: "mary", email: "mary@example.org", ...passwords };
  expect((await post("/register", fields, { Origin: ORIGIN })).status).toBe(403);
  expect(await db.$count(users)).toBe(before);
});

describe("the log", () => {
  test("names routes and never what was asked for, said or sent", async () => {
    await fetch(`${app.address}/@ada?before=7`);
    await fetch(`${app.address}/secret-address`);
    await post("/login", { username: "ada", password: "secret-password" }, { Origin: ORIGIN });
    await app.says('"route":"/login"');
    const log = app.lines.join("\n");
    expect(log).toContain('"route":"/:handle{');
    expect(log).not.toMatch(/@ada|before=7|secret|blog\.example|session/);
  });
});

/** Whatever is sent over the wire, a line of an answer comes back, or the connection is closed. */
describe("over the wire", () => {
  const pieces = (request: string) =>
    new Promise<string[]>((resolve, reject) => {
      const { port, hostname } = new URL(app.address);
      const said: string[] = [];
      const socket = connect(Number(port), hostname, () => socket.write(request));
      socket.on("data", (data) => said.push(String(data)));
      socket.on("close", () => resolve(said));
      socket.on("error", reject);
      socket.setTimeout(3000, () => socket.destroy());
    });
  const say = async (request: string) => (await pieces(request)).join("").split("\r\n")[0] ?? "";
  const head = "Host: blog.example.org\r\nConnection: close\r\n";

  test.each([
    ["a method nobody knows", `BREW / HTTP/1.1\r\n${head}\r\n`],
    ["CONNECT", `CONNECT x:1 HTTP/1.1\r\n${head}\r\n`],
    ["a path without a slash", `GET explore HTTP/1.1\r\n${head}\r\n`],
    ["no path", `OPTIONS * HTTP/1.1\r\n${head}\r\n`],
    ["no host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"],
    ["a host that is none", "GET / HTTP/1.1\r\nHost: %%%\r\nConnection: close\r\n\r\n"],
    ["headers without end", `GET / HTTP/1.1\r\n${head}X: ${"a".repeat(100_000)}\r\n\r\n`],
    ["a length that is none", `POST /login HTTP/1.1\r\n${head}Content-Length: x\r\n\r\n`],
    ["two lengths", `POST /login HTTP/1.1\r\n${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\na`],
    [
      "length and chunks",
      `POST /login HTTP/1.1\r\n${head}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ["chunks that are none", `POST /login HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\nx\r\n`],
    ["no HTTP", "\x16\x03\x01\x02\x00\x01"],
  ])("%s", async (_, request) => {
    expect(await say(request)).toMatch(/^(HTTP\/1\.1 (4\d\d|200) .*)?$/);
    expect((await fetch(`${app.address}/livez`)).status).toBe(200);
  });

  test("a page that had to wait for the database comes in one piece, and its end", async () => {
    const said = await pieces(`GET /explore HTTP/1.1\r\n${head}\r\n`);
    expect(said.length).toBeLessThanOrEqual(2); // some 80, as Bun sends it otherwise
    expect(said.join("")).toStartWith("HTTP/1.1 200 OK\r\n");
    expect(said.join("")).toEndWith("</html>\r\n0\r\n\r\n");
  });

  test("to one who speaks HTTP/1.0 it comes without chunks", async () => {
    const [top, page] = (await pieces(`GET /explore HTTP/1.0\r\n${head}\r\n`)).join("").split("\r\n\r\n");
    expect(top).not.toMatch(/transfer-encoding/i);
    expect(page).toStartWith("<!doctype html>");
    expect(page).toEndWith("</html>");
  });

  test("HEAD is answered by headers alone", async () => {
    const [top, page] = (await pieces(`HEAD /explore HTTP/1.1\r\n${head}\r\n`)).join("").split("\r\n\r\n");
    expect(top).toContain("Content-Type: text/html");
    expect(page).toBe("");
  });
});
