/** A word that must be there, the beginning of one (while it is being typed), or words in this order. As typed, unfolded. */
export interface Word {
  text: string;
  kind: "word" | "prefix" | "phrase";
}

/** What was asked for, understood: all of it must hold. Names have become ids, times have become ids. */
export interface Query {
  all: Word[];
  none: Word[];
  /** Written by one of these; null: by anyone. Empty: by nobody that there is. */
  authors: number[] | null;
  notAuthors: number[];
  /** Written by someone whom this person follows; null: by anyone. */
  followedBy: number | null;
  /** Written by someone whom this person does not follow; null: by anyone. */
  notFollowedBy: number | null;
  /** Ids of posts, exclusive: `after:` and `before:` as ids that such a post would have. */
  above: number;
  below: number;
  withLink: boolean;
  withoutLink: boolean;
  /** In one of these; null: in any. A region is told from no other, and what is in no known language is in none. */
  languages: string[] | null;
  notLanguages: string[];
}

export type Order = "newest" | "relevance";

/** Where a list of hits goes on: `newest` below an id; `relevance` at a place among the hits up to a newest id, or with what is ranked next, below an id. */
export type Cursor = { below: number } | { newest: number; offset: number };

export interface Hits {
  /** Ids of posts in rank order. Some may be gone or hidden: the rows decide. */
  ids: number[];
  next: Cursor | null;
}

/** Relevance ends after this many. */
export const MOST_RELEVANT = 500;

/** A post as an engine keeps it. A higher revision replaces a lower one, never the other way round. */
export interface PostDocument {
  id: number;
  authorId: number;
  body: string;
  language: string | null;
  revision: number;
}

/** A person as an engine keeps them. */
export interface PersonDocument {
  id: number;
  username: string;
  name: string;
  revision: number;
}

/**
 * What answers searches. Two of them stand behind `src/search/search.ts`, which alone knows them; a third would be one
 * file more. All of it is idempotent.
 */
export interface Engine {
  readonly name: "mysql" | "elasticsearch";
  index(posts: PostDocument[]): Promise<void>;
  remove(posts: { id: number; revision: number }[]): Promise<void>;
  query(
    query: Query,
    page: { order: Order; cursor: Cursor | null; limit: number },
    signal?: AbortSignal,
  ): Promise<Hits>;
  indexPeople(people: PersonDocument[]): Promise<void>;
  removePeople(people: { id: number; revision: number }[]): Promise<void>;
  /**
   * Ids of people, each word of `prefix` being the beginning of their user name or of a word of their name; in no order,
   * but the one who is called just so is always among them.
   */
  suggest(prefix: string, limit: number, signal?: AbortSignal): Promise<number[]>;
}
