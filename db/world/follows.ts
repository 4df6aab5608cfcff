import type { Ledger } from "./ledger.ts";
import { followsTheStar, type Plan, STAR } from "./plan.ts";
import { type Random, randomFrom, skewed } from "./random.ts";

/** The rows of `follows` in the order of their key, noted in the ledger as they are made. */
export function* followRows(plan: Plan, ledger: Ledger): Generator<string> {
  const choose = chooser(plan);
  const awake = new Set(plan.awake);
  const step = stepThrough(plan.follows);
  let place = 0;
  for (let follower = 0; follower < plan.people; follower++) {
    const followees = choose(follower);
    if (awake.has(follower)) ledger.followees.set(follower, followees);
    for (const followee of followees) {
      ledger.followed(follower, followee);
      const id = plan.followed.id(place);
      yield `${id},${plan.joined.id(follower)},${plan.joined.id(followee)}`;
      place = (place + step) % plan.follows;
    }
  }
}

/** Chooses whom a person follows, in ascending order. */
function chooser({ people, popular, following }: Plan): (follower: number) => Uint32Array {
  const random: Random = randomFrom(2);
  const place = skewed(popular.length);
  const chosenBy = new Int32Array(people).fill(-1);
  return (follower) => {
    const followees = new Uint32Array(following[follower] ?? 0);
    let count = 0;
    if (followsTheStar(follower)) followees[count++] = STAR;
    chosenBy[follower] = follower;
    while (count < followees.length) {
      const followee = popular[place(random)] ?? STAR;
      if (chosenBy[followee] === follower) continue;
      chosenBy[followee] = follower;
      followees[count++] = followee;
    }
    return followees.sort();
  };
}

/** A step that leads to each of `count` places once, far from the one before: people do not follow in turn. */
function stepThrough(count: number): number {
  let step = Math.floor(count * 0.618);
  while (step > 1 && divisor(step, count) > 1) step--;
  return Math.max(1, step);
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
