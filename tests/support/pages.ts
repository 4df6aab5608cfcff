import type { Page } from "../../src/domain/page.ts";

/** Reads a list from its newest page to its end, as someone does who clicks "Older" until there is no such link. */
export async function toTheEnd<T>(page: (before?: number) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for (let before: number | undefined; ; ) {
    const { items: more, next } = await page(before);
    items.push(...more);
    if (next === null) return items;
    before = next;
  }
}

/** The texts of posts, in their order. */
export const bodies = (posts: { body: string }[]) => posts.map((post) => post.body);
