import { escape as quoted } from "mysql2";
import type { Ledger } from "./ledger.ts";
import { CAST, type Plan } from "./plan.ts";
import { below, oneOf, randomFrom } from "./random.ts";
import { datetime } from "./tables.ts";
import { textsOf } from "./texts.ts";
import { FAMILY, GIVEN } from "./words.ts";

const DAY = 24 * 3600 * 1000;

/** Who is not awake has not come for this long; the awake ones came today. */
const ASLEEP_AFTER = 31 * DAY;

export function usernameOf(person: number): string {
  return CAST[person] ?? `${givenName(person)[0]}_${person}`;
}

/** As it is written in a user name, and as its bearer writes it. */
function givenName(person: number): [string, string] {
  const [plain = "", written = ""] = (GIVEN[person % GIVEN.length] ?? "").split(":");
  return [plain, written];
}

/** The rows of `users`, with the counts that the ledger has; `passwordHash` is everybody's. */
export function* userRows(plan: Plan, ledger: Ledger, passwordHash: string): Generator<string> {
  const random = randomFrom(6);
  const text = textsOf(random, () => "star");
  const awake = new Set(plan.awake);
  const { followers, following, posts } = ledger.counts;
  for (let person = 0; person < plan.people; person++) {
    const username = usernameOf(person);
    const name = `${givenName(person)[1]} ${oneOf(random, FAMILY)}`;
    const about = random() < 0.5 ? [...text()].slice(0, 160).join("").trim() : "";
    const joinedAt = plan.joined.at(person);
    const away = awake.has(person) ? below(random, DAY) : ASLEEP_AFTER + below(random, 100 * DAY);
    const seenAt = Math.max(joinedAt, plan.end - away);
    yield [
      plan.joined.id(person),
      ...[username, `${username}@example.org`, `${username}@example.org`, passwordHash, name, about].map(
        (value) => quoted(value),
      ),
      ...[followers[person], following[person], posts[person]],
      ...[joinedAt, joinedAt, seenAt].map((moment) => `'${datetime(moment)}'`),
    ].join(",");
  }
}

/** The rows of `usernames`. */
export function* usernameRows(plan: Plan): Generator<string> {
  for (let person = 0; person < plan.people; person++) {
    yield `'${usernameOf(person)}',${plan.joined.id(person)}`;
  }
}
