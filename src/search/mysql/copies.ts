import { and, asc, gt, ne } from "drizzle-orm";
import { db } from "../../../db/client.ts";
import type { Copies } from "../check.ts";
import { mysqlEngine } from "./engine.ts";
import { PEOPLE, POSTS } from "./keep.ts";
import { wordsOfPerson, wordsOfPost } from "./kept.ts";

/** What the database's tables of words keep. An empty line is what was removed. */
export const mysqlCopies: Copies = {
  engine: mysqlEngine,
  waiting: async () => new Set(),
  contentOf: (document) => ("body" in document ? wordsOfPost(document) : wordsOfPerson(document)),
  copiesAfter(kind, after, limit) {
    const { lines } = kind === "posts" ? POSTS : PEOPLE;
    return db
      .select({ id: lines.id, content: lines.words })
      .from(lines)
      .where(and(gt(lines.id, after), ne(lines.words, "")))
      .orderBy(asc(lines.id))
      .limit(limit);
  },
};
