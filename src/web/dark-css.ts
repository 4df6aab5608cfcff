const DARK = "[data-bs-theme=dark]";
/** Weighs as much as the attribute it stands for, so that no rule wins that would not win otherwise. */
const UNDECIDED = ":where(:root):not([data-bs-theme])";
const RULE = /([^{}]*\[data-bs-theme=dark\][^{}]*)\{([^{}]*)\}/g;

/**
 * Bootstrap's stylesheet with its dark rules repeated for readers who chose no theme and whose device is dark. Bootstrap
 * itself leaves that to a script.
 */
export function withDarkByDevice(css: string): string {
  const rules = [...css.matchAll(RULE)].map(([, selectors = "", body]) => {
    const undecided = selectors.split(",").filter((selector) => selector.trim().startsWith(DARK));
    return undecided.length > 0 ? `${undecided.join(",").replaceAll(DARK, UNDECIDED)}{${body}}` : "";
  });
  if (rules.join("") === "")
    throw new Error("Bootstrap's stylesheet has no dark rules where they are looked for.");
  return `${css}\n@media (prefers-color-scheme:dark){${rules.join("")}}`;
}
