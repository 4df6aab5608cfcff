import { describe, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { challenges, passkeys, sessions } from "../../db/schema.ts";
import { removeExpiredChallenges } from "../../src/domain/challenges.ts";
import { askForPasskey, whoSigned } from "../../src/domain/passkey-use.ts";
import {
  addPasskey,
  askForNewPasskey,
  findOwnPasskey,
  passkeysOf,
  removePasskey,
  renamePasskey,
} from "../../src/domain/passkeys.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { securityEventsOf } from "../../src/domain/security-events.ts";
import { findSession, startSession } from "../../src/domain/sessions.ts";
import { people } from "../support/people.ts";
import { softPasskey } from "../support/soft-passkey.ts";

const party = { id: "localhost", origin: "http://localhost" };
const origin = { address: "192.0.2.7", userAgent: "Browser" };
const how = { party, session: "", origin };

type Key = ReturnType<typeof softPasskey>;
type Circumstances = Parameters<Key["made"]>[1];

async function add(viewer: Viewer, key: Key, circumstances?: Circumstances) {
  const { challenge } = await askForNewPasskey(viewer, party);
  const credential = JSON.parse(key.made(challenge, circumstances));
  return addPasskey(viewer, { name: "Telephone", credential }, how);
}

async function signInWith(key: Key, circumstances?: Circumstances) {
  const { challenge } = await askForPasskey("sign-in", null, party);
  return hand(key.signed(challenge, circumstances));
}

const hand = (signed: string) => whoSigned(JSON.parse(signed), { purpose: "sign-in", viewer: null, party });

/** ada has a passkey that counts, and has used it twice. */
async function scene() {
  const { ada, grace } = await people();
  const key = softPasskey();
  await add(ada, key, { counter: 2 });
  return { ada, grace, key };
}

describe("adding a passkey", () => {
  test("keeps it, ends the other sessions and is told", async () => {
    const { ada, grace } = await people();
    const here = await startSession(ada.id, { remember: false, ...origin });
    const there = await startSession(ada.id, { remember: true, ...origin });
    const graces = await startSession(grace.id, { remember: true, ...origin });
    const session = (await findSession(here))?.publicId ?? "";
    const key = softPasskey();
    const { challenge, user } = await askForNewPasskey(ada, party);

    const added = await addPasskey(
      ada,
      { name: "Telephone", credential: JSON.parse(key.made(challenge)) },
      { party, session, origin },
    );

    expect(added).toBeNull();
    expect(user.name).toBe("ada");
    expect(await passkeysOf(ada)).toMatchObject([{ name: "Telephone", lastUsedAt: null }]);
    expect(await findSession(here)).not.toBeNull();
    expect(await findSession(there)).toBeNull();
    expect(await findSession(graces)).not.toBeNull();
    expect((await securityEventsOf(ada.id)).items.map(({ kind }) => kind)).toEqual(["passkeyAdded"]);
  });

  test.each([
    ["from another site", { origin: "https://evil.example" }],
    ["from another port", { origin: "http://localhost:81" }],
    ["for another site", { party: "evil.example" }],
    ["that nobody unlocked", { verified: false }],
  ])("refuses one %s", async (_, circumstances) => {
    const { ada } = await people();
    expect(await add(ada, softPasskey(), circumstances)).toBe("passkeyRefused");
    expect(await passkeysOf(ada)).toEqual([]);
  });

  test("refuses a challenge that was used, made up, somebody else's, for something else, or is too old", async () => {
    const { ada, grace } = await people();
    const key = softPasskey();
    const refused = async (viewer: Viewer, challenge: string) =>
      addPasskey(viewer, { name: "x", credential: JSON.parse(softPasskey().made(challenge)) }, how);

    const { challenge } = await askForNewPasskey(ada, party);
    await addPasskey(ada, { name: "x", credential: JSON.parse(key.made(challenge)) }, how);
    expect(await refused(ada, challenge)).toBe("passkeyRefused");
    expect(await refused(ada, Buffer.alloc(32).toString("base64url"))).toBe("passkeyRefused");
    expect(await refused(grace, (await askForNewPasskey(ada, party)).challenge)).toBe("passkeyRefused");
    expect(await refused(ada, (await askForPasskey("prove", ada, party)).challenge)).toBe("passkeyRefused");
    const late = await askForNewPasskey(ada, party);
    await db.update(challenges).set({ expiresAt: new Date(Date.now() - 1000) });
    expect(await refused(ada, late.challenge)).toBe("passkeyRefused");

    expect(await db.$count(passkeys)).toBe(1);
    await removeExpiredChallenges();
    expect(await db.$count(challenges)).toBe(0);
  });

  test("refuses one that somebody has already, and a twenty-first", async () => {
    const { ada, grace, key } = await scene();
    expect(await add(grace, key)).toBe("passkeyRefused");
    for (let count = 1; count < 20; count++) expect(await add(ada, softPasskey())).toBeNull();
    expect(await add(ada, softPasskey())).toBe("passkeysTooMany");
  });

  test.each([{ id: "x" }, { id: "x", response: null }, { id: "", response: { clientDataJSON: "%" } }])(
    "refuses the nonsense %p",
    async (credential) => {
      const { ada } = await people();
      const input = { name: "x", credential: credential as { id: string } };
      expect(await addPasskey(ada, input, how)).toBe("passkeyRefused");
      expect(await whoSigned(input.credential, { purpose: "sign-in", viewer: null, party })).toBeNull();
    },
  );
});

describe("signing in with a passkey", () => {
  test("leads to its owner, and keeps count", async () => {
    const { ada, key } = await scene();
    expect(await signInWith(key, { counter: 3 })).toBe(ada.id);
    expect(await signInWith(key, { counter: 9 })).toBe(ada.id);
    expect((await passkeysOf(ada))[0]?.lastUsedAt).toBeInstanceOf(Date);
  });

  test("one that does not count at all is as good", async () => {
    const { ada } = await people();
    const key = softPasskey();
    await add(ada, key);
    expect(await signInWith(key)).toBe(ada.id);
    expect(await signInWith(key)).toBe(ada.id);
  });

  test.each([
    ["from another site", { counter: 9, origin: "https://evil.example" }],
    ["for another site", { counter: 9, party: "evil.example" }],
    ["that nobody unlocked", { counter: 9, verified: false }],
    ["whose count stands still", { counter: 2 }],
    ["whose count goes back", { counter: 1 }],
    ["whose count is gone", { counter: 0 }],
  ])("refuses one %s", async (_, circumstances) => {
    const { key } = await scene();
    expect(await signInWith(key, circumstances)).toBeNull();
  });

  test("refuses what was changed on the way", async () => {
    const { key } = await scene();
    const { challenge } = await askForPasskey("sign-in", null, party);
    const answer = JSON.parse(key.signed(challenge, { counter: 3, origin: "https://evil.example" }));
    const client = JSON.parse(Buffer.from(answer.response.clientDataJSON, "base64url").toString());
    client.origin = party.origin;
    answer.response.clientDataJSON = Buffer.from(JSON.stringify(client)).toString("base64url");
    expect(await hand(JSON.stringify(answer))).toBeNull();
  });

  test("refuses one that nobody has, and one that was removed", async () => {
    const { ada, key } = await scene();
    expect(await signInWith(softPasskey())).toBeNull();
    const [passkey] = await passkeysOf(ada);
    await removePasskey(ada, passkey?.id ?? 0, origin);
    expect(await signInWith(key, { counter: 9 })).toBeNull();
  });

  test("the same answer twice at once lets one in", async () => {
    const { ada, key } = await scene();
    const { challenge } = await askForPasskey("sign-in", null, party);
    const answer = key.signed(challenge, { counter: 3 });
    const both = await Promise.all([hand(answer), hand(answer)]);
    expect(both.filter((who) => who !== null)).toEqual([ada.id]);
    expect(await hand(answer)).toBeNull();
  });

  test("a copy that signs at the same moment with the same count comes too late", async () => {
    const { ada, key } = await scene();
    const both = await Promise.all([signInWith(key, { counter: 3 }), signInWith(key, { counter: 3 })]);
    expect(both.filter((who) => who !== null)).toEqual([ada.id]);
  });
});

describe("showing once more that it is you", () => {
  const prove = (signed: string, viewer: Viewer) =>
    whoSigned(JSON.parse(signed), { purpose: "prove", viewer, party });

  test("works with one's own passkey only, which is the one that is asked for", async () => {
    const { ada, grace, key } = await scene();
    const asked = await askForPasskey("prove", ada, party);
    expect(asked.allowCredentials?.map(({ id }) => id)).toEqual([key.id]);
    expect(await prove(key.signed(asked.challenge, { counter: 3 }), ada)).toBe(ada.id);

    const graces = await askForPasskey("prove", grace, party);
    expect(await prove(key.signed(graces.challenge, { counter: 4 }), grace)).toBeNull();
  });

  test("a signature for signing in does not do", async () => {
    const { ada, key } = await scene();
    const { challenge } = await askForPasskey("sign-in", null, party);
    expect(await prove(key.signed(challenge, { counter: 3 }), ada)).toBeNull();
  });
});

test("a passkey is named and removed by its owner only", async () => {
  const { ada, grace } = await scene();
  const id = (await passkeysOf(ada))[0]?.id ?? 0;

  expect(await findOwnPasskey(grace, id)).toBeNull();
  expect(await renamePasskey(grace, id, "Mine")).toBe(false);
  expect(await removePasskey(grace, id, origin)).toBe(false);
  expect(await findOwnPasskey(ada, id)).toMatchObject({ name: "Telephone" });

  expect(await renamePasskey(ada, id, "Laptop")).toBe(true);
  expect(await passkeysOf(ada)).toMatchObject([{ name: "Laptop" }]);
  expect(await removePasskey(ada, id, origin)).toBe(true);
  expect(await passkeysOf(ada)).toEqual([]);
  expect(await db.$count(sessions)).toBe(0);
});
