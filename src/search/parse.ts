import type { Word } from "./engine.ts";

/** What is asked for besides words. `day`: its first moment in UTC, in milliseconds. */
type Operator =
  | { kind: "from"; name: string }
  | { kind: "home" }
  | { kind: "before" | "after"; day: number }
  | { kind: "link" }
  | { kind: "language"; language: string };

/** One thing that was asked for. `typed` is how it stands in the text; `not`: it must not hold. */
export type Part = { typed: string; not: boolean } & (Word | Operator);

/** Longer questions are cut; nobody reads more than so many parts. */
const LONGEST = 500;
const MOST_PARTS = 24;

const PARTS = /-?"[^"]*"|\S+/g;

/**
 * What someone typed into a search box, as its parts in their order. While they are `typing`, the last word is the
 * beginning of one. What is no operator, or a wrong one, is words: nothing that is typed is an error.
 */
export function parse(text: string, { typing = false } = {}): Part[] {
  const asked = text.slice(0, LONGEST).replace(/[“”„«»]/g, '"');
  const parts = (asked.match(PARTS) ?? []).slice(0, MOST_PARTS).map(part);
  const last = parts.at(-1);
  if (typing && last?.kind === "word" && !last.not && !/\s$/.test(text)) last.kind = "prefix";
  return parts;
}

function part(typed: string): Part {
  const not = /^-[^-]/.test(typed);
  const said = not ? typed.slice(1) : typed;
  const phrase = /^"(.*)"$/s.exec(said)?.[1];
  if (phrase !== undefined) return { typed, not, kind: "phrase", text: phrase };
  return { typed, not, ...(operator(said) ?? { kind: "word", text: said.replaceAll('"', " ").trim() }) };
}

function operator(said: string): Operator | null {
  const [, name = "", value = ""] = /^([a-z]+):(.+)$/i.exec(said) ?? [];
  switch (name.toLowerCase()) {
    case "from":
      return /^@?\w{1,30}$/.test(value) ? { kind: "from", name: value.replace("@", "") } : null;
    case "in":
      return /^home$/i.test(value) ? { kind: "home" } : null;
    case "before":
      return dayOperator("before", value);
    case "after":
      return dayOperator("after", value);
    case "has":
      return /^links?$/i.test(value) ? { kind: "link" } : null;
    case "lang":
      return /^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(value)
        ? { kind: "language", language: value.toLowerCase() }
        : null;
    default:
      return null;
  }
}

/** Null for a day that no calendar has. */
function dayOperator(kind: "before" | "after", value: string): Operator | null {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  const exists = !Number.isNaN(day) && new Date(day).toISOString().startsWith(value);
  return exists ? { kind, day } : null;
}
