/** What was asked for on the search page, as its address says it. */
export interface Asked {
  q: string;
  type: "posts" | "people";
  order: "relevance" | "newest";
  /** The last word is still being typed: it is the beginning of one. */
  typing: boolean;
}

/** The address of a search; what is as usual is left out. */
export function searchPath({ q, type, order, typing }: Asked, before?: string | null): string {
  const query = new URLSearchParams(q === "" ? {} : { q });
  if (type === "people") query.set("type", type);
  if (order === "newest") query.set("order", order);
  if (typing) query.set("typing", "on");
  if (before) query.set("before", before);
  return query.size > 0 ? `/search?${query}` : "/search";
}
