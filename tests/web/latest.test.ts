import { expect, test } from "bun:test";
import { latest } from "../../src/web/latest.ts";

/** A request by this person that can be given up. */
function requestBy(viewer: { id: number } | null) {
  const leaving = new AbortController();
  const raw = new Request("http://localhost/search", { signal: leaving.signal });
  return { c: { var: { viewer }, req: { raw } } as never, leave: () => leaving.abort() };
}

/** An answer that takes until it is let go, unless nobody wants it any more. */
function slow() {
  const { promise, resolve } = Promise.withResolvers<string>();
  const answer = (signal: AbortSignal) =>
    Promise.race([
      promise,
      new Promise<string>((_, refuse) => signal.addEventListener("abort", () => refuse(signal.reason))),
    ]);
  return { answer, letGo: () => resolve("answered") };
}

test("of one person's questions only the latest is answered", async () => {
  const ada = { id: 1 };
  const questions = [slow(), slow(), slow()];
  const answers = questions.map(({ answer }) => latest(requestBy(ada).c, answer));
  expect(await answers[0]).toBeNull();
  expect(await answers[1]).toBeNull();
  questions[2]?.letGo();
  expect(await answers[2]).toBe("answered");
});

test("other people, and visitors, do not disturb each other", async () => {
  const questions = [slow(), slow(), slow(), slow()];
  const people = [{ id: 1 }, { id: 2 }, null, null];
  const answers = questions.map(({ answer }, n) => latest(requestBy(people[n] ?? null).c, answer));
  for (const { letGo } of questions) letGo();
  expect(await Promise.all(answers)).toEqual(Array(4).fill("answered"));
});

test("whoever has left is not answered", async () => {
  const { c, leave } = requestBy(null);
  const answer = latest(c, slow().answer);
  leave();
  expect(await answer).toBeNull();
});

test("a fault stays a fault", async () => {
  const fails = latest(requestBy({ id: 1 }).c, async () => {
    throw new Error("broken");
  });
  await expect(fails).rejects.toThrow("broken");
});
