import type { estypes } from "@elastic/elasticsearch";
import { timeOf } from "../../domain/ids.ts";
import type { Query, Word } from "../engine.ts";
import { type Needle, needleOf } from "../needle.ts";
import { languageOf } from "./mapping.ts";

type Clause = estypes.QueryDslQueryContainer;

/** Forms of a word count, but less than the word itself. */
const FORM_BOOST = 0.3;

/** How much being new counts beside the words, and after what time half of it is left. */
const RECENCY = { boost: 1, pivot: "30d" };

/**
 * What was asked for as Elasticsearch asks it, built from our own terms: nothing that was typed is read as a syntax.
 * `followees` are whom the person of `followedBy` or `notFollowedBy` follows. Null: nothing can match.
 */
export function clauseOf(query: Query, followees: number[]): estypes.QueryDslBoolQuery | null {
  if (query.authors?.length === 0 || (query.followedBy !== null && followees.length === 0)) return null;
  return {
    must: query.all.flatMap((word) => wordClause(word) ?? []),
    must_not: [
      ...query.none.flatMap((word) => needleClause(needleOf(word)) ?? []),
      ...(query.notAuthors.length > 0 ? [{ terms: { authorId: query.notAuthors } }] : []),
      ...(query.withoutLink ? [{ term: { hasLink: true } }] : []),
      ...(query.notFollowedBy === null ? [] : [{ terms: { authorId: followees } }]),
      ...(query.notLanguages.length > 0 ? [{ terms: { language: query.notLanguages.map(languageOf) } }] : []),
    ],
    filter: [
      { range: { id: { gt: query.above, lt: query.below } } },
      ...(query.authors ? [{ terms: { authorId: query.authors } }] : []),
      ...(query.followedBy === null ? [] : [{ terms: { authorId: followees } }]),
      ...(query.withLink ? [{ term: { hasLink: true } }] : []),
      ...(query.languages === null ? [] : [{ terms: { language: query.languages.map(languageOf) } }]),
    ],
  };
}

/** The same, what is newer than other matches a little before them. */
export const withRecency = (
  clause: estypes.QueryDslBoolQuery,
  newest: number,
): estypes.QueryDslBoolQuery => ({
  ...clause,
  should: [
    { distance_feature: { field: "createdAt", origin: new Date(timeOf(newest)).toISOString(), ...RECENCY } },
  ],
});

/** The word itself, or a form of it in one of the languages that the engine knows; null for signs alone. */
function wordClause(word: Word): Clause | null {
  const needle = needleOf(word);
  const exact = needleClause(needle);
  if (!exact || word.kind !== "word" || needle?.open || needle?.terms.length !== 1 || isName(needle))
    return exact;
  const form: Clause = { multi_match: { query: word.text, fields: ["forms.*"], boost: FORM_BOOST } };
  return { dis_max: { queries: [exact, form] } };
}

const isName = ({ terms: [first = ""] }: Needle) => /^[#@]/.test(first);

/** Null for signs alone. */
export function needleClause(needle: Needle | null): Clause | null {
  if (needle === null) return null;
  const { terms, open } = needle;
  const [first = ""] = terms;
  const field = isName(needle) ? "names" : "terms";
  if (terms.length === 1) return open ? { prefix: { [field]: first } } : { term: { [field]: first } };
  return {
    intervals: {
      [field]: { all_of: { ordered: true, max_gaps: 0, intervals: terms.map(sideBySide(open)) } },
    },
  };
}

const sideBySide =
  (open: boolean) =>
  (term: string, n: number, { length }: string[]): estypes.QueryDslIntervalsContainer =>
    open && n === length - 1 ? { prefix: { prefix: term } } : { match: { query: term } };
