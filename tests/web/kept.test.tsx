import { expect, test } from "bun:test";
import { keeper } from "../../components/kept.ts";
import { PostText } from "../../components/posts/post-text.tsx";

test("what was made once is made again only when it has been forgotten", () => {
  const kept = keeper<number, string>(3);
  const made: number[] = [];
  const ask = (key: number) =>
    kept(key, () => {
      made.push(key);
      return `made of ${key}`;
    });

  for (const key of [1, 2, 3, 1, 2, 3]) expect(ask(key)).toBe(`made of ${key}`);
  expect(made).toEqual([1, 2, 3]);

  expect([ask(4), ask(1)]).toEqual(["made of 4", "made of 1"]); // there was no place for a fourth
  expect(made).toEqual([1, 2, 3, 4, 1]);
});

test("a text is shown with the names that are somebody's now, and with what is marked in it", () => {
  const body = "To @ada and @bob";
  const shown = (more: object) => String(<PostText body={body} {...more} />);
  const links = (page: string) => [...page.matchAll(/href="\/@(\w+)"/g)].map(([, name]) => name);

  expect(links(shown({ mentioned: ["ada"] }))).toEqual(["ada"]);
  expect(links(shown({ mentioned: ["ada", "bob"] }))).toEqual(["ada", "bob"]);
  expect(links(shown({ mentioned: ["bob"] }))).toEqual(["bob"]);
  expect(links(shown({ mentioned: null }))).toEqual([]);
  expect(links(shown({ mentioned: ["ada"] }))).toEqual(["ada"]);

  const marked = shown({ marks: [[0, 2]] });
  expect(marked).toContain("<mark>To</mark>");
  expect(shown({})).not.toContain("<mark>");
  expect(shown({ marks: [[0, 2]] })).toBe(marked);
});

test("no text passes for another with names in it", () => {
  const links = (body: string, mentioned: string[]) => String(<PostText body={body} mentioned={mentioned} />);
  expect(links("bob @ada", [])).not.toContain("<a");
  expect(links("@ada", ["bob"])).not.toContain("<a");
  expect(links("@ada", ["ada"])).toContain("<a");
});
