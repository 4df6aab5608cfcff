import { escape as quoted } from "mysql2";
import type { Ledger } from "./ledger.ts";
import { usernameOf } from "./people.ts";
import { type Plan, QUIET, STAR } from "./plan.ts";
import { below, randomFrom, skewed } from "./random.ts";
import { datetime } from "./tables.ts";
import { textsOf } from "./texts.ts";

/** The rows of `posts`, oldest first, noted in the ledger as they are made. */
export function* postRows(plan: Plan, ledger: Ledger): Generator<string> {
  const random = randomFrom(4);
  const text = textsOf(random, () => usernameOf(below(random, plan.people)));
  const author = authorOf(plan);
  for (let post = 0; post < plan.posts; post++) {
    const by = author();
    ledger.wrote(by, post);
    const body = quoted(text());
    yield `${plan.posted.id(post)},${plan.joined.id(by)},${body},'${datetime(plan.posted.at(post))}'`;
  }
}

/** Half of all is written by whoever likes to write, and half by those who are followed, the star before all. */
function authorOf({ popular, talkative }: Plan): () => number {
  const random = randomFrom(3);
  const place = skewed(talkative.length);
  return () => {
    const writer = place(random);
    if (random() < 0.5) return talkative[writer] ?? STAR;
    return (writer === 0 ? STAR : popular[writer - 1]) ?? QUIET;
  };
}
