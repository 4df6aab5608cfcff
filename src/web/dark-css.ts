const DARK = "[data-bs-theme=dark]";
/** Weighs as much as the attribute it stands for, so that no rule wins that would not win otherwise. */
const UNDECIDED = ":where(:root):not([data-bs-theme])";
const RULE = /([^{}]*\[data-bs-theme=dark\][^{}]*)(\{[^{}]*\})/g;

/**
 * Bootstrap's stylesheet with its dark rules repeated for readers who chose no theme and whose device is dark. Bootstrap
 * itself leaves that to a script. Each repetition follows its rule at once, where it compresses to next to nothing.
 */
export function withDarkByDevice(css: string): string {
  const made = css.replace(RULE, (rule, selectors: string, body: string) => {
    const undecided = selectors.split(",").filter((selector) => selector.trim().startsWith(DARK));
    if (undecided.length === 0) return rule;
    return `${rule}@media (prefers-color-scheme:dark){${undecided.join(",").replaceAll(DARK, UNDECIDED)}${body}}`;
  });
  if (made === css) throw new Error("Bootstrap's stylesheet has no dark rules where they are looked for.");
  return made;
}
