import type { Plan } from "./plan.ts";

/** What is known of the rows made so far, by people's numbers: counts to keep, and what home timelines are made of. */
export type Ledger = ReturnType<typeof newLedger>;

export function newLedger({ people, posts }: Plan) {
  const counts = {
    followers: new Uint32Array(people),
    following: new Uint32Array(people),
    posts: new Uint32Array(people),
  };
  const authors = new Uint32Array(posts);
  return {
    counts,
    /** Who wrote each post. */
    authors,
    /** Whom the awake readers follow. */
    followees: new Map<number, Uint32Array>(),
    /** The floors of the awake readers. */
    floors: new Map<number, number>(),
    followed(follower: number, followee: number) {
      add(counts.following, follower);
      add(counts.followers, followee);
    },
    wrote(author: number, post: number) {
      authors[post] = author;
      add(counts.posts, author);
    },
  };
}

function add(counts: Uint32Array, person: number) {
  counts[person] = (counts[person] ?? 0) + 1;
}
