import { describe, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { passkeys, sessions } from "../../db/schema.ts";
import { passkeysOf } from "../../src/domain/passkeys.ts";
import { env } from "../../src/env.ts";
import { as, type Client, signedOut } from "../support/client.ts";
import { people } from "../support/people.ts";
import { hasPasskey, provedLongAgo } from "../support/security.ts";
import { softPasskey } from "../support/soft-passkey.ts";

const ALL = "/settings/security/passkeys";
const REFUSED = "This passkey was not accepted. Please try again, or take another way.";

/** What the browser is asked to have signed. */
const challengeAt = async (browser: Client, path: string): Promise<string> =>
  JSON.parse((await browser.post(path)).text).challenge;

const isSignedIn = async (browser: Client) => (await browser.get("/settings/profile")).status === 200;

describe("adding a passkey", () => {
  test("keeps it under its name", async () => {
    const { ada } = await people();
    const browser = as(ada);
    await browser.get(`${ALL}/new`);
    const credential = softPasskey().made(await challengeAt(browser, `${ALL}/options`));
    const answer = await browser.post(ALL, { name: "My  telephone", credential });
    expect(answer.lead).toBe("/settings/security");
    const page = await browser.follow();
    expect(page.notice).toBe("Your passkey is added.");
    expect(page.text).toContain("My telephone");
    expect(await isSignedIn(browser)).toBe(true);
  });

  test("says what the browser must know", async () => {
    const { ada } = await people();
    const options = JSON.parse((await as(ada).post(`${ALL}/options`)).text);
    expect(options).toMatchObject({
      rp: { id: "localhost", name: "MicroBlog" },
      user: { name: "ada", displayName: "Ada Lovelace" },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
  });

  test.each([
    ["no name", { name: "" }, "name", "Please fill this in."],
    ["a name without end", { name: "x".repeat(51) }, "name", "This is too long: 50 characters at most."],
  ])("refuses %s, and keeps what was typed", async (_, fields, field, problem) => {
    const { ada } = await people();
    const browser = as(ada);
    await browser.get("/");
    const credential = softPasskey().made(await challengeAt(browser, `${ALL}/options`));
    const answer = await browser.post(ALL, { credential, ...fields });
    expect([answer.status, answer.problem(field), answer.value("name")]).toEqual([422, problem, fields.name]);
    expect(await db.$count(passkeys)).toBe(0);
  });

  test.each(["", "x", "{}", "[]", "null", '{"id":7}', '{"id":"x"}', '{"id":"x","response":{}}'])(
    "refuses the answer %p",
    async (credential) => {
      const { ada } = await people();
      const answer = await as(ada).post(ALL, { name: "Telephone", credential });
      expect(answer.status).toBe(422);
      expect(answer.texts("[role=alert]")).toEqual([REFUSED]);
      expect(answer.value("name")).toBe("Telephone");
    },
  );

  test("needs someone who is signed in and has proved it lately", async () => {
    const { ada } = await people();
    const stranger = signedOut();
    expect((await stranger.get(`${ALL}/new`)).lead).toContain("/login");
    for (const path of [ALL, `${ALL}/options`]) expect((await stranger.post(path)).lead).toContain("/login");
    const browser = as(ada);
    await browser.get("/");
    await provedLongAgo(ada);
    for (const path of [ALL, `${ALL}/options`]) expect((await browser.post(path)).lead).toContain("/prove");
  });
});

describe("one's passkeys", () => {
  test("are renamed and removed by their owner", async () => {
    const { ada } = await people();
    await hasPasskey(ada);
    const browser = as(ada);
    await browser.get("/settings/security");
    await browser.click("Change Telephone");
    expect((await browser.submit("Save", { name: "" })).problem("name")).toBe("Please fill this in.");
    await browser.submit("Save", { name: "Laptop" });
    expect((await browser.follow()).notice).toBe("Your passkey has a new name.");
    await browser.click("Change Laptop");
    await browser.submit("Remove this passkey");
    expect((await browser.follow()).notice).toBe("The passkey is removed.");
    expect(await passkeysOf(ada)).toEqual([]);
  });

  test("are nobody else's", async () => {
    const { ada, grace } = await people();
    const { id } = await hasPasskey(ada);
    const graces = as(grace);
    expect((await graces.get(`${ALL}/${id}`)).status).toBe(404);
    expect((await graces.patch(`${ALL}/${id}`, { name: "Mine" })).status).toBe(404);
    expect((await graces.delete(`${ALL}/${id}`)).status).toBe(404);
    for (const none of ["7", "0", "9007199254740992"]) {
      expect((await graces.get(`${ALL}/${none}`)).status).toBe(404);
    }
    const stranger = signedOut();
    expect((await stranger.delete(`${ALL}/${id}`)).lead).toContain("/login");
    expect(await passkeysOf(ada)).toMatchObject([{ name: "Telephone" }]);
  });

  test("are removed by those who proved lately that it is them", async () => {
    const { ada } = await people();
    const { id } = await hasPasskey(ada);
    const browser = as(ada);
    await browser.get(`${ALL}/${id}`);
    await provedLongAgo(ada);
    expect((await browser.submit("Remove this passkey")).lead).toBe(
      `/prove?next=${encodeURIComponent(`${ALL}/${id}`)}`,
    );
    expect(await passkeysOf(ada)).toHaveLength(1);
  });
});

describe("signing in with a passkey", () => {
  test("needs no name and no password, and keeps what was wished", async () => {
    const { ada } = await people();
    const { key } = await hasPasskey(ada);
    const browser = signedOut();
    const options = JSON.parse((await browser.post("/login/passkey/options")).text);
    expect(options).toMatchObject({ rpId: "localhost", userVerification: "required" });
    expect(options.allowCredentials ?? []).toEqual([]);
    const credential = key.signed(options.challenge);
    const answer = await browser.post("/login/passkey", { credential, remember: "on", next: "/@ada" });
    expect(answer.lead).toBe("/@ada");
    expect(answer.setCookie("session")).toContain("Max-Age=2592000");
    expect((await browser.follow()).notice).toBe("You are signed in.");

    const again = signedOut();
    expect((await again.post("/login/passkey", { credential })).status).toBe(422);
    expect(await isSignedIn(again)).toBe(false);
  });

  test.each([
    ["that nobody here has", () => softPasskey(), {}],
    ["for another site", null, { origin: "https://evil.example" }],
    ["that nobody unlocked", null, { verified: false }],
  ])("refuses one %s", async (_, other, circumstances) => {
    const { ada } = await people();
    const { key } = await hasPasskey(ada);
    const browser = signedOut();
    const challenge = await challengeAt(browser, "/login/passkey/options");
    const credential = (other?.() ?? key).signed(challenge, circumstances);
    const answer = await browser.post("/login/passkey", { credential, username: "ada", next: "/@ada" });
    expect(answer.status).toBe(422);
    expect(answer.texts("[role=alert]")).toEqual([REFUSED]);
    expect([answer.value("username"), answer.value("next")]).toEqual(["ada", "/@ada"]);
    expect(await db.$count(sessions)).toBe(0);
  });

  test("is for those who are not signed in", async () => {
    const { ada } = await people();
    expect((await as(ada).post("/login/passkey/options")).lead).toBe("/");
    expect((await as(ada).post("/login/passkey", { credential: "x" })).lead).toBe("/");
  });

  test("is for the public address, where there is one", async () => {
    await people();
    Object.assign(env, { ORIGIN: "https://blog.example.org" });
    try {
      const headers = { Origin: "https://blog.example.org", Host: "evil.example" };
      const answer = await signedOut().post("/login/passkey/options", {}, { headers });
      expect(JSON.parse(answer.text).rpId).toBe("blog.example.org");
    } finally {
      Object.assign(env, { ORIGIN: undefined });
    }
  });

  test("without JavaScript the page says what it needs, and the password is there", async () => {
    await people();
    const page = await signedOut().get("/login");
    expect(page.all("[data-passkeys=some][hidden]")).toHaveLength(1);
    expect(page.text).toContain("Passkeys need JavaScript");
  });
});

describe("proving with a passkey", () => {
  test("is as good as the password", async () => {
    const { ada } = await people();
    const { key } = await hasPasskey(ada);
    const browser = as(ada);
    await browser.get("/");
    await provedLongAgo(ada);
    expect((await browser.get(`${ALL}/new`)).lead).toContain("/prove");
    expect((await browser.follow()).text).toContain("Use a passkey");
    const credential = key.signed(await challengeAt(browser, "/prove/passkey/options"));
    expect((await browser.post("/prove/passkey", { credential, next: `${ALL}/new` })).lead).toBe(
      `${ALL}/new`,
    );
    expect((await browser.get(`${ALL}/new`)).status).toBe(200);
  });

  test("not with somebody else's, and not offered without one", async () => {
    const { ada, grace } = await people();
    const { key } = await hasPasskey(grace);
    const browser = as(ada);
    await browser.get("/");
    await provedLongAgo(ada);
    const credential = key.signed(await challengeAt(browser, "/prove/passkey/options"));
    expect((await browser.post("/prove/passkey", { credential })).status).toBe(422);
    expect((await browser.get(`${ALL}/new`)).lead).toContain("/prove");
    expect((await browser.follow()).text).not.toContain("Use a passkey");
  });
});
