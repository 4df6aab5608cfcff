import { describe, expect, test } from "bun:test";
import { eq, is } from "drizzle-orm";
import { MySqlTable } from "drizzle-orm/mysql-core";
import { db } from "../../db/client.ts";
import * as schema from "../../db/schema.ts";
import { recoveryCodes, securityEvents, tokens } from "../../db/schema.ts";
import {
  beginAuthenticator,
  confirmAuthenticator,
  findSetUp,
  hasAuthenticator,
  removeAuthenticator,
  renewRecoveryCodes,
} from "../../src/domain/authenticators.ts";
import { askForPasskey } from "../../src/domain/passkey-use.ts";
import { countRecoveryCodes } from "../../src/domain/recovery-codes.ts";
import { beginSecondStep, findSecondStep, passSecondStep } from "../../src/domain/second-step.ts";
import { securityEventsOf } from "../../src/domain/security-events.ts";
import { findSession, startSession } from "../../src/domain/sessions.ts";
import { issueToken } from "../../src/domain/tokens.ts";
import { codeOf, hasApp, wrongCode } from "../support/authenticator.ts";
import { people } from "../support/people.ts";

const origin = { address: "192.0.2.7", userAgent: "Browser" };
const pass = (token: string, code: string) => passSecondStep(token, code, origin);
const begin = (person: { id: number }) => beginSecondStep(person.id, { remember: true });
const kinds = async (person: { id: number }) =>
  (await securityEventsOf(person.id)).items.map(({ kind }) => kind).reverse();

describe("setting up an app", () => {
  test("asks for a code that shows that the secret arrived, and ends the other sessions", async () => {
    const { ada } = await people();
    const here = await startSession(ada.id, { remember: false, ...origin });
    const there = await startSession(ada.id, { remember: true, ...origin });
    const how = { session: (await findSession(here))?.publicId ?? "", origin };
    await beginAuthenticator(ada);
    const { secret = "", address } = (await findSetUp(ada)) ?? {};
    expect(address).toStartWith("otpauth://totp/MicroBlog:ada?issuer=MicroBlog&secret=");
    expect(address).toContain(secret);

    expect(await confirmAuthenticator(ada, wrongCode(secret), how)).toBeNull();
    expect(await hasAuthenticator(ada.id)).toBe(false);
    expect(await findSession(there)).not.toBeNull();

    const code = codeOf(secret);
    const codes = await confirmAuthenticator(ada, code, how);
    expect(codes).toHaveLength(10);
    expect(await hasAuthenticator(ada.id)).toBe(true);
    expect(await findSetUp(ada)).toBeNull();
    expect(await findSession(here)).not.toBeNull();
    expect(await findSession(there)).toBeNull();
    expect(await kinds(ada)).toEqual(["totpAdded"]);

    expect(await confirmAuthenticator(ada, codeOf(secret, 1), how)).toBeNull();
    expect(await pass(await begin(ada), code)).toBe("wrong"); // it is used
  });

  test("begun anew has another secret; one in use stays", async () => {
    const { ada } = await people();
    await beginAuthenticator(ada);
    const first = await findSetUp(ada);
    await beginAuthenticator(ada);
    expect((await findSetUp(ada))?.secret).not.toBe(first?.secret);

    await removeAuthenticator(ada, origin);
    const { secret } = await hasApp(ada);
    await beginAuthenticator(ada);
    expect(await findSetUp(ada)).toBeNull();
    expect(await pass(await begin(ada), codeOf(secret))).toMatchObject({ person: ada.id });
  });

  test("twice at once gives one set of recovery codes", async () => {
    const { ada } = await people();
    await beginAuthenticator(ada);
    const { secret = "" } = (await findSetUp(ada)) ?? {};
    const how = { session: "", origin };
    const both = await Promise.all([
      confirmAuthenticator(ada, codeOf(secret), how),
      confirmAuthenticator(ada, codeOf(secret), how),
    ]);
    expect(both.filter((codes) => codes !== null)).toHaveLength(1);
    expect(await countRecoveryCodes(ada.id)).toBe(10);
  });
});

describe("the second step", () => {
  test("is passed with a code of the app, and keeps the wish to be remembered", async () => {
    const { ada } = await people();
    const { secret } = await hasApp(ada);
    const token = await begin(ada);
    expect(await findSecondStep(token)).toEqual({ person: ada.id, remember: true });
    expect(await pass(token, ` ${codeOf(secret).replace(/^.../, "$& ")}`)).toEqual({
      person: ada.id,
      remember: true,
    });
    expect(await pass(token, codeOf(secret, 1))).toBe("over");
  });

  test("a code is taken once, and none from before it", async () => {
    const { ada } = await people();
    const { secret } = await hasApp(ada);
    const code = codeOf(secret, 1);
    expect(await pass(await begin(ada), code)).toMatchObject({ person: ada.id });
    expect(await pass(await begin(ada), code)).toBe("wrong");
    expect(await pass(await begin(ada), codeOf(secret))).toBe("wrong");
  });

  test.each([-3, 3])("a code of %p half minutes from now is wrong", async (later) => {
    const { ada } = await people();
    const { secret } = await hasApp(ada);
    expect(await pass(await begin(ada), codeOf(secret, later))).toBe("wrong");
  });

  test("the same code in two browsers at once lets one in", async () => {
    const { ada } = await people();
    const { secret } = await hasApp(ada);
    // The second to begin would end the first one's step; two tokens stand for two of them all the same.
    const first = await begin(ada);
    const [row] = await db.select().from(tokens);
    const second = await begin(ada);
    if (row) await db.insert(tokens).values(row);
    const code = codeOf(secret);
    const both = await Promise.all([pass(first, code), pass(second, code)]);
    expect(both.filter((passed) => typeof passed === "object")).toHaveLength(1);
  });

  test("one token at once, with a code and a recovery code, lets one in", async () => {
    const { ada } = await people();
    const { secret, codes } = await hasApp(ada);
    const token = await begin(ada);
    const both = await Promise.all([pass(token, codeOf(secret)), pass(token, codes[0] ?? "")]);
    expect(both.filter((passed) => typeof passed === "object")).toHaveLength(1);
  });

  test("ends after five wrong codes, even for the right one", async () => {
    const { ada } = await people();
    const { secret } = await hasApp(ada);
    const token = await begin(ada);
    for (let nth = 1; nth < 5; nth++) expect(await pass(token, wrongCode(secret))).toBe("wrong");
    expect(await pass(token, wrongCode(secret))).toBe("over");
    expect(await pass(token, codeOf(secret))).toBe("over");
    expect(await kinds(ada)).toEqual(Array(5).fill("codeFailed"));
  });

  test("looks at no more than five codes that come at once", async () => {
    const { ada } = await people();
    const { secret } = await hasApp(ada);
    const token = await begin(ada);
    await Promise.all(Array.from({ length: 20 }, () => pass(token, wrongCode(secret))));
    expect(await db.$count(securityEvents)).toBeLessThanOrEqual(5);
    expect(await pass(token, codeOf(secret))).toBe("over");
  });

  test("looks at no code after twenty wrong ones within the hour, and again after it", async () => {
    const { ada } = await people();
    const { secret } = await hasApp(ada);
    for (let round = 1; round <= 4; round++) {
      const token = await begin(ada);
      for (let nth = 1; nth <= 5; nth++) await pass(token, wrongCode(secret));
    }
    const token = await begin(ada);
    expect(await pass(token, codeOf(secret))).toBe("tooOften");
    await db.delete(securityEvents);
    expect(await pass(token, codeOf(secret))).toMatchObject({ person: ada.id });
  });

  test("is over after ten minutes, and nothing with another token", async () => {
    const { ada, grace } = await people();
    const { secret } = await hasApp(ada);
    const token = await begin(ada);
    await db.update(tokens).set({ expiresAt: new Date(Date.now() - 1000) });
    expect(await findSecondStep(token)).toBeNull();
    const other = await issueToken(db, "password-reset", ada.id);
    for (const wrong of [token, other, "", "x".repeat(43), token.slice(1)]) {
      expect(await pass(wrong, codeOf(secret))).toBe("over");
    }
    expect(await pass(await begin(grace), codeOf(secret))).toBe("wrong");
  });
});

describe("recovery codes", () => {
  test("let one in once each, however they are typed", async () => {
    const { ada } = await people();
    const { codes } = await hasApp(ada);
    const [first = "", second = ""] = codes;
    expect(first).toMatch(/^([a-z0-9]{4}-){5}[a-z0-9]{4}$/);
    expect(new Set(codes).size).toBe(10);

    expect(await pass(await begin(ada), first)).toMatchObject({ person: ada.id });
    expect(await pass(await begin(ada), first)).toBe("wrong");
    expect(await pass(await begin(ada), ` ${second.toUpperCase().replaceAll("-", " ")}`)).toMatchObject({
      person: ada.id,
    });
    expect(await countRecoveryCodes(ada.id)).toBe(8);
    expect(await kinds(ada)).toEqual(["recoveryCodeUsed", "codeFailed", "recoveryCodeUsed"]);
  });

  test("of somebody else do not", async () => {
    const { ada, grace } = await people();
    const [code = ""] = (await hasApp(ada)).codes;
    await hasApp(grace);
    expect(await pass(await begin(grace), code)).toBe("wrong");
    expect(await countRecoveryCodes(ada.id)).toBe(10);
  });

  test("used twice at once count once", async () => {
    const { ada } = await people();
    const [code = ""] = (await hasApp(ada)).codes;
    const first = await begin(ada);
    const [row] = await db.select().from(tokens);
    const second = await begin(ada);
    if (row) await db.insert(tokens).values(row);
    const both = await Promise.all([pass(first, code), pass(second, code)]);
    expect(both.filter((passed) => typeof passed === "object")).toHaveLength(1);
    expect(await countRecoveryCodes(ada.id)).toBe(9);
  });

  test("made anew replace those there were; without an app there are none", async () => {
    const { ada, grace } = await people();
    const [old = ""] = (await hasApp(ada)).codes;
    const [code = ""] = (await renewRecoveryCodes(ada, origin)) ?? [];
    expect(await pass(await begin(ada), old)).toBe("wrong");
    expect(await pass(await begin(ada), code)).toMatchObject({ person: ada.id });
    expect(await renewRecoveryCodes(grace, origin)).toBeNull();
    expect(await db.$count(recoveryCodes, eq(recoveryCodes.userId, grace.id))).toBe(0);
  });

  test("go with the app", async () => {
    const { ada, grace } = await people();
    await hasApp(ada);
    await hasApp(grace);
    await removeAuthenticator(ada, origin);
    expect([await hasAuthenticator(ada.id), await countRecoveryCodes(ada.id)]).toEqual([false, 0]);
    expect([await hasAuthenticator(grace.id), await countRecoveryCodes(grace.id)]).toEqual([true, 10]);
    expect(await kinds(ada)).toEqual(["totpRemoved"]);
  });
});

test("no table holds a secret, a code or a token as it is", async () => {
  const { ada } = await people();
  await beginAuthenticator(ada);
  const { secret = "" } = (await findSetUp(ada)) ?? {};
  const codes = (await confirmAuthenticator(ada, codeOf(secret), { session: "", origin })) ?? [];
  const token = await begin(ada);
  const session = await startSession(ada.id, { remember: true, ...origin });
  const { challenge } = await askForPasskey("sign-in", null, { id: "localhost", origin: "http://localhost" });
  const tables = Object.values(schema).filter((table) => is(table, MySqlTable));
  const rows = (await Promise.all(tables.map((table) => db.select().from(table)))).flat();
  const stored = rows
    .flatMap((row) => Object.values(row))
    .map((value) =>
      Buffer.isBuffer(value) ? `${value.toString("hex")} ${value.toString("latin1")}` : `${value}`,
    )
    .join("\n");
  const dashless = codes.map((code) => code.replaceAll("-", ""));
  for (const told of [secret, token, session, session.slice(1), challenge, ...codes, ...dashless])
    expect(stored).not.toContain(told);
});
