import { expect, test } from "bun:test";
import { findPost, PostInput, publish } from "../../src/domain/posts.ts";
import { ProfileInput } from "../../src/domain/profile.ts";
import { people } from "../support/people.ts";

const FLAG = "🇵🇹";
const FAMILY = "👩‍👩‍👧‍👦";
const E_COMPOSED = "\u00e9";
const E_DECOMPOSED = "e\u0301";

const problem = (body: string) => PostInput.safeParse({ body }).error?.issues[0]?.message;
const kept = (body: string) => PostInput.parse({ body }).body;

test.each(["a", "é", FLAG, FAMILY, "ษ", "蛙"])(
  "500 times %s is a post, 501 times is too long",
  (character) => {
    expect(problem(character)).toBeUndefined();
    expect(problem(character.repeat(500))).toBeUndefined();
    expect(problem(character.repeat(501))).toBe("bodyTooLong");
  },
);

test("a letter is one character however it is encoded, and is kept composed", () => {
  expect(problem(E_DECOMPOSED.repeat(500))).toBeUndefined();
  expect(kept(E_DECOMPOSED)).toBe(E_COMPOSED);
});

test("a line end is one character, whatever sent it", () => {
  expect(kept("one\r\ntwo\rthree\nfour")).toBe("one\ntwo\nthree\nfour");
  expect(problem(`a${"\r\n".repeat(498)}b`)).toBeUndefined();
  expect(problem(`a${"\r\n".repeat(499)}b`)).toBe("bodyTooLong");
});

test("white space around a post is not part of it", () => {
  expect(kept("\n  Hello\n\n")).toBe("Hello");
});

test.each([
  ["nothing", ""],
  ["white space", " \t\r\n\u00a0\u3000"],
  ["zero width spaces", "\u200b\ufeff\u2060"],
  ["empty Braille", "\u2800"],
  ["Hangul fillers", "\u3164\u115f\u1160\uffa0"],
  ["half a character", "\ud83d"],
  ["a control character", "\u0000\u0007"],
])("%s is no post", (_, body) => {
  expect(problem(body)).toBe("bodyEmpty");
});

test("marks piled on a letter do not make room for a book", () => {
  const piled = `a${"\u0337".repeat(40)}`;

  expect(problem(piled)).toBeUndefined();
  expect(problem(piled.repeat(500))).toBe("bodyTooLong");
});

test("an enormous text is refused at once", () => {
  const began = performance.now();

  expect(problem("a".repeat(5_000_000))).toBe("bodyTooLong");
  expect(performance.now() - began).toBeLessThan(500);
});

test.each([FLAG.repeat(500), FAMILY.repeat(500), "\\' or 1=1 -- \"%_\u0000"])(
  "what is accepted is kept as it is: %#",
  async (body) => {
    const { ada } = await people();

    const id = await publish(ada, { body: kept(body) });

    expect((await findPost(id, null))?.body).toBe(body);
  },
);

test("a name is one line of at most 50 characters, about oneself 500", () => {
  const profile = (name: string, about = "") => ProfileInput.safeParse({ username: "ada", name, about });

  expect(profile("Ada\r\n Lovelace").data?.name).toBe("Ada Lovelace");
  expect(profile(FAMILY.repeat(50), FAMILY.repeat(500)).success).toBe(true);
  expect(profile(FAMILY.repeat(51)).error?.issues[0]?.message).toBe("nameTooLong");
  expect(profile("", "a".repeat(501)).error?.issues[0]?.message).toBe("aboutTooLong");
});
