import type { Child } from "hono/jsx";

/** Stands in a translated sentence where markup belongs: `LL.posts.edited({ when: GAP })`. */
export const GAP = "\uFFFC";

/** A whole translated sentence with `children` in its gap, so that each language places it where it belongs. */
export function Sentence({ text, children }: { text: string; children: Child }) {
  const [before, after] = text.split(GAP);
  return (
    <>
      {before}
      {children}
      {after}
    </>
  );
}
