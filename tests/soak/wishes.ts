import { png } from "../support/pictures.ts";
import { anyOf, newQuestion, newText, upTo } from "./chance.ts";
import type { Town } from "./town.ts";
import type { Visitor } from "./visitor.ts";

/** One request, and which answers to it are right: 303 to a form and 200 to others, unless it says so. */
export interface Asked {
  path: string;
  form?: URLSearchParams | FormData;
  /** As htmx asks for a part of a page. */
  partial?: boolean;
  right?: number[];
  /** They go away after so many milliseconds, answered or not. */
  leaves?: number;
}

export const HOME: Asked = { path: "/" };

export const form = (fields: Record<string, string>) => new URLSearchParams(fields);
export const question = () => new URLSearchParams({ q: newQuestion() });

/** Of one person's questions only the latest is answered. */
export const typeOn = (): Asked => ({
  path: `/search?${question()}&typing=on`,
  partial: true,
  right: [200, 204],
});

export const publish = (): Asked => ({
  ...{ path: "/posts", form: form({ body: newText(), key: crypto.randomUUID() }) },
  ...{ partial: true, right: [200] },
});

export function edit({ posts }: Visitor): Asked {
  if (posts.length === 0) return publish();
  return { path: `/posts/${anyOf(posts)}`, form: form({ _method: "PATCH", body: newText() }) };
}

export function remove({ posts }: Visitor): Asked {
  const id = posts.shift();
  return id ? { path: `/posts/${id}`, form: form({ _method: "DELETE" }) } : publish();
}

export function follow(visitor: Visitor, town: Town): Asked {
  const followee = anyOf(town.people);
  visitor.follows.add(followee);
  return { path: `/@${followee}/follow`, form: form({ from: "profile" }) };
}

export function unfollow({ follows }: Visitor, town: Town): Asked {
  const followee = [...follows][0] ?? anyOf(town.people);
  follows.delete(followee);
  return { path: `/@${followee}/follow`, form: form({ _method: "DELETE" }) };
}

/** Each to the one or the other who comes after them. */
export function write({ username }: Visitor, { people }: Town): Asked {
  const other = people[(people.indexOf(username) + 1 + upTo(5)) % people.length];
  return { path: `/messages/@${other}`, form: form({ body: newText(), key: crypto.randomUUID() }) };
}

export function showAs(): Asked {
  const picture = png(200 + upTo(400), 200 + upTo(400), [upTo(256), upTo(256), upTo(256)]);
  const form = new FormData();
  form.set("picture", new File([picture], "picture.png"));
  return { path: "/settings/profile/picture", form };
}

export const signOut = ({ roams }: Visitor): Asked =>
  roams ? { path: "/logout", form: form({ out: "" }) } : HOME;
