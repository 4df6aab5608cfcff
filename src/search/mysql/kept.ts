import { linksIn } from "../../domain/links.ts";
import type { PersonDocument, PostDocument } from "../engine.ts";
import type { Needle } from "../needle.ts";
import { namesOf, tokensOf } from "../words.ts";

/** Of lines and weights: raise it when a text comes to have others, and all are filled anew, by the worker. */
export const VERSION = 2;

/** Terms that are no words: by whom, in which language, with a link. No word has such a sign. */
export const byAuthor = (id: number) => `=from:${id}`;
export const inLanguage = (language: string) => `=lang:${language.split("-")[0]?.toLowerCase()}`;
export const WITH_LINK = "=link";

/** What is kept of a post, in one line: see `db/schema/search.ts`. */
export function wordsOfPost({ body, authorId, language }: PostDocument): string {
  const marks = [byAuthor(authorId)];
  if (language) marks.push(inLanguage(language));
  if (linksIn(body).length > 0) marks.push(WITH_LINK);
  return lineOf(tokensOf(body).map(term), [...namesOf(body).map(term), ...marks]);
}

/** What is kept of a person. */
export const wordsOfPerson = ({ username, name }: PersonDocument): string =>
  lineOf([...tokensOf(username), ...tokensOf(name)].map(term), [`@${username.toLowerCase()}`]);

const term = (token: { term: string }) => token.term;

const lineOf = (words: string[], others: string[]) => ` ${[...words, "|", ...new Set(others)].join(" ")} `;

/** A weight of a word that a text consists of, many times over. */
export const HEAVIEST = 255;

/**
 * The terms of such a line, each once, with what it weighs in it: more the more often it is there, the less for each
 * further time, and the longer the line.
 */
export function termsIn(line: string): Map<string, number> {
  const times = new Map<string, number>();
  for (const term of line.split(" "))
    if (term !== "" && term !== "|") times.set(term, (times.get(term) ?? 0) + 1);
  const rest = restOf(Buffer.byteLength(line));
  return new Map([...times].map(([term, n]) => [term, Math.round((HEAVIEST * n) / (n + rest))]));
}

/** What stands against a word in a line, as if it were other words: this much, and one more for so many bytes. */
export const LEAST_REST = 0.5;
export const BYTES_OF_REST = 150;

const restOf = (bytes: number) => LEAST_REST + bytes / BYTES_OF_REST;

/** How what was asked for stands in such a line. */
export const placeOf = ({ terms, open }: Needle): string => ` ${terms.join(" ")}${open ? "" : " "}`;
