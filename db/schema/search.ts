import { bigint, mysqlTable, primaryKey, text, tinyint, varchar } from "drizzle-orm/mysql-core";
import { id } from "../columns.ts";

const kept = {
  id: id().primaryKey(),
  revision: bigint({ mode: "number", unsigned: true }).notNull(),
  words: text().notNull(),
};
const found = {
  term: varchar({ length: 70 }).notNull(),
  id: id().notNull(),
  weight: tinyint({ unsigned: true }).notNull().default(0),
};

/**
 * What MySQL searches. A post's words in their order, folded, between spaces; then `|` and what else it is found by. No
 * words: it was removed, and an older revision must not bring it back. See `src/search/mysql`.
 */
export const searchPosts = mysqlTable("search_posts", kept);

/**
 * Each of those words once, clustered by the word: the posts that have it, newest last, and what it weighs in each. No
 * weight: it was kept by a version that knew of none.
 */
export const searchTerms = mysqlTable("search_terms", found, (t) => [
  primaryKey({ columns: [t.term, t.id] }),
]);

/** The same of people: the words of their names. */
export const searchPeople = mysqlTable("search_people", kept);

export const peopleTerms = mysqlTable("people_terms", found, (t) => [
  primaryKey({ columns: [t.term, t.id] }),
]);
