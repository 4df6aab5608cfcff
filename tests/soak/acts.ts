import { anyOf, upTo } from "./chance.ts";
import type { Town } from "./town.ts";
import { newAddress, type Visitor } from "./visitor.ts";
import {
  type Asked,
  edit,
  follow,
  form,
  HOME,
  publish,
  question,
  remove,
  showAs,
  signOut,
  typeOn,
  unfollow,
  write,
} from "./wishes.ts";

/** Something that visitors do. */
export interface Act {
  /** As the site calls it. */
  route: string;
  /** How often, in comparison with the others. */
  share: number;
  ask(visitor: Visitor, town: Town): Asked;
  /** What they learn from the answer. */
  learn?(visitor: Visitor, answer: string): void;
}

const reading: Act[] = [
  { route: "GET /", share: 200, ask: () => HOME },
  { route: "GET /", share: 10, ask: () => ({ ...HOME, leaves: 1 + upTo(15) }) },
  { route: "GET /explore", share: 80, ask: () => ({ path: "/explore" }) },
  {
    route: "GET /…?before=",
    share: 150,
    ask: ({ older }) => (older ? { path: older, partial: true } : HOME),
  },
  { route: "GET /@:username", share: 80, ask: (_, town) => ({ path: `/@${anyOf(town.people)}` }) },
  { route: "GET /@:username/followers", share: 20, ask: () => ({ path: "/@star/followers" }) },
  { route: "GET /posts/:id", share: 80, ask: (_, town) => ({ path: `/posts/${anyOf(town.posts)}` }) },
  { route: "GET /search", share: 30, ask: () => ({ path: `/search?${question()}` }) },
  { route: "GET /search", share: 60, ask: typeOn },
  // Chosen pictures go when another one is chosen.
  {
    ...{ route: "GET /avatars/:file", share: 60 },
    ask: ({ picture }) => (picture ? { path: picture, right: [200, 404] } : HOME),
  },
];

const writing: Act[] = [
  { route: "POST /posts", share: 45, ask: publish, learn: noteOwnPost },
  { route: "PATCH /posts/:id", share: 15, ask: edit },
  { route: "DELETE /posts/:id", share: 15, ask: remove },
  { route: "POST /@:username/follow", share: 8, ask: follow },
  { route: "DELETE /@:username/follow", share: 7, ask: unfollow },
  { route: "POST /messages/@:username", share: 20, ask: write },
  {
    route: "GET /messages/@:username",
    share: 20,
    ask: (_, town) => ({ path: `/messages/@${anyOf(town.people)}` }),
  },
  { route: "GET /messages", share: 10, ask: () => ({ path: "/messages" }) },
  { route: "GET /notifications", share: 25, ask: () => ({ path: "/notifications" }) },
  {
    route: "POST /notifications",
    share: 5,
    ask: () => ({ path: "/notifications", form: form({ all: "" }) }),
  },
  { route: "POST /settings/profile/picture", share: 6, ask: showAs },
];

/** What those do who are signed in. */
export const actsOfMembers: Act[] = [
  ...reading,
  ...writing,
  { route: "POST /logout", share: 20, ask: signOut, learn: comeFromElsewhere },
];

export const signIn: Act = {
  ...{ route: "POST /login", share: 100 },
  ask: ({ username }, { password }) => ({ path: "/login", form: form({ username, password }) }),
};

/** What those do who are not, or not yet. */
export const actsOfStrangers: Act[] = [
  ...reading,
  signIn,
  { route: "GET /login", share: 20, ask: () => ({ path: "/login" }) },
  {
    ...{ route: "POST /login, mistyped", share: 3 },
    ask: ({ username }) => ({
      path: "/login",
      form: form({ username, password: "look-arond" }),
      right: [422],
    }),
  },
];

function noteOwnPost(visitor: Visitor, answer: string) {
  const id = /"\/posts\/(\d+)/.exec(answer)?.[1];
  if (id) visitor.posts.push(Number(id));
}

function comeFromElsewhere(visitor: Visitor) {
  visitor.address = newAddress();
}
