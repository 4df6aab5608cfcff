import { type SQL, sql } from "drizzle-orm";
import { follows, posts } from "../../../db/schema.ts";
import type { Query } from "../engine.ts";
import { type Needle, needleOf } from "../needle.ts";
import { byAuthor, HEAVIEST, inLanguage, placeOf, WITH_LINK } from "./kept.ts";

/** One of the things that must hold of a post. It is looked up in the key where it can be, else asked of the post's line. */
export interface Demand {
  /** It holds of the posts that have one of these terms, and of no others. */
  terms?: string[];
  /** Terms that each must be there for it to hold, and the beginning of one. Where there are both, or several, more is asked. */
  parts?: string[];
  prefix?: string;
  /** The same, asked of the line. */
  line: SQL;
  /** How well the line answers; without it, it does not matter how well. */
  score?: SQL;
}

/** The line of the row that is looked at: `s` is the alias of the table of lines. */
const WORDS = sql.raw("s.words");

/** Whether the line has this in it, byte by byte. */
export const has = (place: string): SQL => sql`locate(${place}, ${WORDS}) > 0`;
const lacks = (place: string): SQL => sql`locate(${place}, ${WORDS}) = 0`;

const alone = (term: string) => ` ${term} `;

/** All that a query asks for, but for the range of ids. `followed`: of those whom its reader follows, if they are few. */
export function demandsOf(query: Query, followed: number[] | null): Demand[] {
  const { authors, notAuthors, followedBy, hasLink, language } = query;
  const demands: Demand[] = [
    ...needles(query.all).map(there),
    ...needles(query.none).map((needle) => ({ line: lacks(placeOf(needle)) })),
    ...notAuthors.map((id) => ({ line: lacks(alone(byAuthor(id))) })),
  ];
  if (authors !== null) demands.push(oneOf(authors.map(byAuthor)));
  if (followed !== null) demands.push(oneOf(followed.map(byAuthor)));
  else if (followedBy !== null) demands.push({ line: isFollowedBy(followedBy) });
  if (hasLink !== null) demands.push(hasLink ? oneOf([WITH_LINK]) : { line: lacks(alone(WITH_LINK)) });
  if (language !== null) demands.push(oneOf([inLanguage(language)]));
  return demands;
}

const needles = (words: Query["all"]): Needle[] => words.map(needleOf).filter((needle) => needle !== null);

function there(needle: Needle): Demand {
  const { terms, open } = needle;
  const asked = { line: has(placeOf(needle)), score: scoreOf(needle) };
  if (open) return { ...asked, parts: terms.slice(0, -1), prefix: terms.at(-1) ?? "" };
  return terms.length > 1 ? { ...asked, parts: terms } : { ...asked, terms };
}

function oneOf(terms: string[]): Demand {
  const each = terms.map((term) => has(alone(term)));
  return { terms, line: each.length > 0 ? sql`(${sql.join(each, sql` or `)})` : sql`false` };
}

const isFollowedBy = (reader: number): SQL => sql`exists (
  select 1 from ${posts} straight_join ${follows} on ${follows.followeeId} = ${posts.authorId}
  where ${posts.id} = s.id and ${follows.followerId} = ${reader})`;

/** A whole word counts for so much more than one that only begins so. */
export const WHOLE = 64;

/** As a term is weighed when it is kept: see `termsIn`. */
function scoreOf(needle: Needle): SQL {
  const place = placeOf(needle);
  const rest = sql`(0.5e0 + length(${WORDS}) / 150e0)`;
  const times = sql`(length(${WORDS}) - length(replace(${WORDS}, ${place}, ''))) / ${Buffer.byteLength(place)}`;
  // times / (times + rest), with one look at the line
  const score = sql`${HEAVIEST} * (1 - ${rest} / (${rest} + ${times}))`;
  return needle.open ? sql`${score} + ${WHOLE} * (locate(${`${place} `}, ${WORDS}) > 0)` : score;
}
