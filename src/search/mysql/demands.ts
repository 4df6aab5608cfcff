import { type SQL, sql } from "drizzle-orm";
import { follows, posts } from "../../../db/schema.ts";
import type { Query } from "../engine.ts";
import { type Needle, needlesOf } from "../needle.ts";
import { BYTES_OF_REST, byAuthor, HEAVIEST, inLanguage, LEAST_REST, placeOf, WITH_LINK } from "./kept.ts";
import { type Source, WHOLE } from "./sources.ts";

/** One of the things that must hold of a post. */
export interface Demand {
  /** It holds of the posts that come from here, and of no others. */
  source?: Source | null | undefined;
  /** Terms that each must be there for it to hold; but more is asked. */
  parts?: string[];
  /** The same asked of a post: of its line or, `elsewhere`, of other tables. */
  asked: SQL;
  elsewhere?: true;
  /** How well the line answers; without it, it does not matter how well. */
  score?: SQL;
}

/** The line of the row that is looked at: `s` is the alias of the table of lines, `d` that of the rows. */
const WORDS = sql.raw("s.words");

/** Whether the line has this in it, byte by byte. */
export const has = (place: string): SQL => sql`locate(${place}, ${WORDS}) > 0`;
/** No `= 0`: MariaDB takes `' l'` and `' l '` for alike, and puts what it knows of one in the place of the other. */
const lacks = (place: string): SQL => sql`locate(${place}, ${WORDS}) < 1`;

const alone = (term: string) => ` ${term} `;

/** Where posts come from that have to be looked for to know: see `homeOf` and `beginningOf`. */
export interface Looked {
  home: Source | null;
  /** Of words that are being typed. */
  beginnings: Map<string, Source>;
}

/** All that a query asks for, but for the range of ids. */
export function demandsOf(query: Query, { home, beginnings }: Looked): Demand[] {
  const { authors, followedBy, notFollowedBy, languages } = query;
  const absent = [...query.notAuthors.map(byAuthor), ...query.notLanguages.map(inLanguage)];
  if (query.withoutLink) absent.push(WITH_LINK);
  const demands: Demand[] = [
    ...needlesOf(query.all).map((needle) => there(needle, beginnings)),
    ...needlesOf(query.none).map((needle) => ({ asked: lacks(placeOf(needle)) })),
    ...absent.map((term) => ({ asked: lacks(alone(term)) })),
  ];
  if (authors !== null) demands.push(oneOf(authors.map(byAuthor)));
  if (languages !== null) demands.push(oneOf(languages.map(inLanguage)));
  if (query.withLink) demands.push(oneOf([WITH_LINK]));
  if (followedBy !== null)
    demands.push({ source: home, asked: sql`${edgeTo(followedBy)} is not null`, elsewhere: true });
  if (notFollowedBy !== null) demands.push({ asked: sql`${edgeTo(notFollowedBy)} is null`, elsewhere: true });
  return demands;
}

function there(needle: Needle, beginnings: Map<string, Source>): Demand {
  const { terms, open } = needle;
  const [term = ""] = terms;
  const demand = { asked: has(placeOf(needle)), score: scoreOf(needle) };
  if (terms.length > 1) return { ...demand, parts: open ? terms.slice(0, -1) : terms };
  return { ...demand, source: open ? beginnings.get(term) : { term } };
}

function oneOf(terms: string[]): Demand {
  const each = terms.map((term) => has(alone(term)));
  const [only = ""] = terms;
  return {
    source: terms.length === 1 ? { term: only } : { terms },
    asked: each.length > 0 ? sql`(${sql.join(each, sql` or `)})` : sql`false`,
  };
}

/** Null when not. An `exists` would be turned into a join that begins with all that is followed. */
const edgeTo = (reader: number): SQL => sql`(
  select ${follows.id} from ${posts} straight_join ${follows} on ${follows.followeeId} = ${posts.authorId}
  where ${posts.id} = d.id and ${follows.followerId} = ${reader})`;

/** As a term is weighed when it is kept: see `termsIn`. */
function scoreOf(needle: Needle): SQL {
  const place = placeOf(needle);
  const rest = sql.raw(`(${LEAST_REST}e0 + length(s.words) / ${BYTES_OF_REST}e0)`);
  const times = sql`(length(${WORDS}) - length(replace(${WORDS}, ${place}, ''))) / ${Buffer.byteLength(place)}`;
  // times / (times + rest), with one look at the line
  const score = sql`${HEAVIEST} * (1 - ${rest} / (${rest} + ${times}))`;
  return needle.open ? sql`${score} + ${WHOLE} * (locate(${`${place} `}, ${WORDS}) > 0)` : score;
}
