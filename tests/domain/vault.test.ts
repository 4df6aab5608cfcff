import { afterEach, describe, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { authenticators, settings } from "../../db/schema.ts";
import { resealAuthenticators, takeAuthenticatorCode } from "../../src/domain/authenticators.ts";
import { canSeal, isSealedByOldKey, seal, unseal } from "../../src/domain/vault.ts";
import { env } from "../../src/env.ts";
import { codeOf, hasApp } from "../support/authenticator.ts";
import { people, reset } from "../support/people.ts";

const present = { ...env };
afterEach(() => Object.assign(env, { SECRET_KEY: undefined, SECRET_KEY_OLD: undefined }, present));

const OLD = "o".repeat(32);
const NEW = "n".repeat(32);

describe("what is sealed", () => {
  test("is opened by the same key for the same person, and never looks the same", async () => {
    Object.assign(env, { SECRET_KEY: NEW });
    const [one, two] = [await seal("sesame", 7), await seal("sesame", 7)];
    expect(one).not.toBe(two);
    expect(one).not.toContain("sesame");
    expect(await unseal(one, 7)).toBe("sesame");
    expect(await unseal(one, 8)).toBeNull();
  });

  test("is not opened when a bit of it was changed, or its key is gone", async () => {
    Object.assign(env, { SECRET_KEY: NEW });
    const sealed = await seal("sesame", 7);
    const [key, body = ""] = sealed.split(".");
    const bytes = Buffer.from(body, "base64url");
    for (const at of [0, 12, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await unseal(`${key}.${changed.toString("base64url")}`, 7)).toBeNull();
    }
    for (const nonsense of ["", ".", `${key}.`, `${key}.AAAA`, "x.y.z"]) {
      expect(await unseal(nonsense, 7)).toBeNull();
    }
    Object.assign(env, { SECRET_KEY: OLD });
    expect(await unseal(sealed, 7)).toBeNull();
  });
});

describe("a new key", () => {
  test("opens what the old one sealed, which is sealed anew when a code is taken", async () => {
    const { ada } = await people();
    Object.assign(env, { SECRET_KEY: OLD });
    const { secret } = await hasApp(ada);
    Object.assign(env, { SECRET_KEY: NEW, SECRET_KEY_OLD: OLD });

    expect(await takeAuthenticatorCode(ada.id, codeOf(secret))).toBe(true);

    Object.assign(env, { SECRET_KEY_OLD: undefined });
    expect(await takeAuthenticatorCode(ada.id, codeOf(secret, 1))).toBe(true);
  });

  test("seals everything anew when asked to, and tells what it cannot open", async () => {
    const { ada, grace, linus } = await people();
    Object.assign(env, { SECRET_KEY: "l".repeat(32) });
    await hasApp(linus);
    Object.assign(env, { SECRET_KEY: OLD });
    await hasApp(ada);
    await hasApp(grace);
    Object.assign(env, { SECRET_KEY: NEW, SECRET_KEY_OLD: OLD });

    expect(await resealAuthenticators()).toEqual({ resealed: 2, lost: 1 });
    expect(await resealAuthenticators()).toEqual({ resealed: 0, lost: 1 });
    const rows = await db.select().from(authenticators);
    const old = await Promise.all(rows.map(({ secret }) => isSealedByOldKey(secret)));
    expect(old.filter(Boolean)).toHaveLength(1);
  });
});

test("in development a key is made once; in production it is the operator's", async () => {
  await reset();
  Object.assign(env, { SECRET_KEY: undefined });
  const sealed = await seal("sesame", 7);
  expect(await unseal(sealed, 7)).toBe("sesame");
  expect(await db.$count(settings)).toBe(1);

  Object.assign(env, { production: true });
  expect(canSeal()).toBe(false);
  await expect(seal("sesame", 7)).rejects.toThrow("SECRET_KEY");
  Object.assign(env, { SECRET_KEY: NEW });
  expect(canSeal()).toBe(true);
});
