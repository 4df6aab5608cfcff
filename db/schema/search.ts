import { bigint, mysqlTable, primaryKey, text, varchar } from "drizzle-orm/mysql-core";
import { id } from "../columns.ts";

const kept = {
  id: id().primaryKey(),
  revision: bigint({ mode: "number", unsigned: true }).notNull(),
  words: text().notNull(),
};
const term = () => varchar({ length: 70 }).notNull();

/**
 * What MySQL searches. A post's words in their order, folded, between spaces; then `|` and what else it is found by. No
 * words: it was removed, and an older revision must not bring it back. See `src/search/mysql`.
 */
export const searchPosts = mysqlTable("search_posts", kept);

/** Each of those words once, clustered by the word: the posts that have it, newest last. */
export const searchTerms = mysqlTable("search_terms", { term: term(), id: id().notNull() }, (t) => [
  primaryKey({ columns: [t.term, t.id] }),
]);

/** The same of people: the words of their names. */
export const searchPeople = mysqlTable("search_people", kept);

export const peopleTerms = mysqlTable("people_terms", { term: term(), id: id().notNull() }, (t) => [
  primaryKey({ columns: [t.term, t.id] }),
]);
