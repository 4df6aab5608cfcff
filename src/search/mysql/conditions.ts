import { type SQL, sql } from "drizzle-orm";
import { follows, posts } from "../../../db/schema.ts";
import type { Query, Word } from "../engine.ts";
import { type Needle, needleOf } from "../needle.ts";
import { byAuthor, inLanguage, placeOf, WITH_LINK } from "./kept.ts";

/** The line of the row that is looked at: `s` is the alias of the table of lines. */
const WORDS = sql.raw("s.words");

/** Whether the line has this in it, byte by byte. */
export const has = (place: string): SQL => sql`locate(${place}, ${WORDS}) > 0`;
/** No `= 0`: MariaDB takes `' l'` and `' l '` for alike, and puts what it knows of one in the place of the other. */
const lacks = (place: string): SQL => sql`locate(${place}, ${WORDS}) < 1`;

const alone = (term: string) => ` ${term} `;

/** The words that a query asks for, as they are kept. */
export const needlesOf = (words: Word[]): Needle[] => words.map(needleOf).filter((needle) => needle !== null);

/** What must hold of a line, all of it. Rows are found by one term; this is asked of each. */
export function conditionsOf(query: Query): SQL[] {
  const { authors, notAuthors, followedBy, notFollowedBy, languages, notLanguages } = query;
  const conditions = [
    ...needlesOf(query.all).map((needle) => has(placeOf(needle))),
    ...needlesOf(query.none).map((needle) => lacks(placeOf(needle))),
    ...notAuthors.map((id) => lacks(alone(byAuthor(id)))),
    ...notLanguages.map((language) => lacks(alone(inLanguage(language)))),
  ];
  if (authors !== null) conditions.push(hasOne(authors.map(byAuthor)));
  if (languages !== null) conditions.push(hasOne(languages.map(inLanguage)));
  if (query.withLink) conditions.push(has(alone(WITH_LINK)));
  if (query.withoutLink) conditions.push(lacks(alone(WITH_LINK)));
  if (followedBy !== null) conditions.push(isFollowedBy(followedBy));
  if (notFollowedBy !== null) conditions.push(sql`not ${isFollowedBy(notFollowedBy)}`);
  return conditions.length > 0 ? conditions : [sql`${WORDS} <> ''`];
}

const hasOne = (terms: string[]): SQL =>
  terms.length > 0
    ? sql`(${sql.join(
        terms.map((term) => has(alone(term))),
        sql` or `,
      )})`
    : sql`false`;

const isFollowedBy = (reader: number): SQL => sql`exists (
  select 1 from ${posts} straight_join ${follows} on ${follows.followeeId} = ${posts.authorId}
  where ${posts.id} = s.id and ${follows.followerId} = ${reader})`;

/**
 * How well a line answers, from 0 to the number of words: how often each stands in it, the less for each further time
 * and the longer the line. A whole word counts for more than one that only begins so.
 */
export function scoreOf(query: Query): SQL {
  const rest = sql`(0.5e0 + length(${WORDS}) / 150e0)`;
  const scores = needlesOf(query.all).map((needle) => {
    const place = placeOf(needle);
    const times = sql`(length(${WORDS}) - length(replace(${WORDS}, ${place}, ''))) / ${Buffer.byteLength(place)}`;
    // times / (times + rest), with one look at the line
    const score = sql`1 - ${rest} / (${rest} + ${times})`;
    return needle.open ? sql`${score} + 0.25e0 * (locate(${`${place} `}, ${WORDS}) > 0)` : score;
  });
  return scores.length > 0 ? sql.join(scores, sql` + `) : sql`0`;
}
