import { firstIdAt } from "../../src/domain/ids.ts";
import { randomFrom, shuffled } from "./random.ts";

/** What is asked for: how many of each, and the moment that the world ends at. */
export type Size = { people: number; posts: number; follows: number; now: Date };

/** Why there can be no such world, in a sentence for whoever asked for it. */
export class NoWorld extends Error {
  override name = "NoWorld";
}

/** People are known by their numbers, from 0 in the order in which they joined. The first ones are the cast. */
export const CAST = ["star", "quiet", "reader52", "reader245", "reader1994", "reader5000"] as const;
export const STAR = 0;
export const QUIET = 1;

/** How many people they follow: their names say it, as far as there are people enough. */
const READERS = new Map([52, 245, 1994, 5000].map((wanted, place) => [QUIET + 1 + place, wanted]));

/** Nine in ten; the star, number 0, is not one of them. */
export const followsTheStar = (person: number) => person % 10 !== 0;

const LEAST_PEOPLE = 100;
const MOST_FOLLOWED = 5000;
const MOST_AWAKE = 2000;

const DAY = 24 * 3600 * 1000;

/** Ids begin here: nothing is older. */
const BEGINNING = Date.UTC(2026, 0, 1);

export type Plan = ReturnType<typeof plan>;

/** All that is decided before the first row is made. */
export function plan({ people, posts, follows, now }: Size) {
  if (people < LEAST_PEOPLE) throw new NoWorld(`A world has at least ${LEAST_PEOPLE} people.`);
  if (posts < 1) throw new NoWorld("A world has at least one post.");
  const end = now.getTime();
  const start = Math.max(BEGINNING, end - 365 * DAY);
  if (end - start < DAY) throw new NoWorld("A world lasts at least a day, and this clock is wrong.");
  const settled = start + (end - start) / 20;

  const random = randomFrom(1);
  const numbers = Array.from({ length: people }, (_, number) => number);
  const ordinary = shuffled(random, numbers.slice(CAST.length));
  const others = numbers.filter((number) => number !== STAR && number !== QUIET);
  return {
    ...{ people, posts, follows, end, settled },
    joined: moments(start, settled, people),
    followed: moments(settled, end, follows),
    posted: moments(settled, end, posts),
    /** Whom people follow, the most popular first; the star and the quiet one are no matter of taste. */
    popular: shuffled(random, others),
    /** Who writes, the most talkative first. */
    talkative: shuffled(random, numbers),
    following: followingSizes(people, follows, ordinary),
    awake: awakeReaders(people, ordinary),
  };
}

export type Moments = ReturnType<typeof moments>;

/** `count` moments at an even pace, in milliseconds, with the ids that were made then; never as late as `to`. */
function moments(from: number, to: number, count: number) {
  const at = (place: number) => Math.floor(from + ((to - from) / count) * place);
  return { at, id: (place: number) => firstIdAt(at(place)) + (Math.imul(place + 1, 0x9e3779b1) >>> 21) };
}

/**
 * How many people each person follows; the numbers add up to `follows`. Half of all follow fewer than half as many as
 * the average, one in a hundred eight times as many. `ordinary` is everybody but the cast, the most curious first.
 */
function followingSizes(people: number, follows: number, ordinary: Uint32Array): Uint32Array {
  const most = Math.min(MOST_FOLLOWED, Math.floor(people / 2));
  const sizes = Uint32Array.from({ length: people }, (_, person) =>
    Math.min(most, READERS.get(person) ?? (followsTheStar(person) ? 1 : 0)),
  );
  const least = sizes.reduce((sum, size) => sum + size, 0);
  const room = ordinary.reduce((sum, person) => sum + most - (sizes[person] ?? 0), 0);
  if (follows < least || follows > least + room) {
    throw new NoWorld(`With ${people} people there are ${least} to ${least + room} follows.`);
  }

  let left = follows - least;
  const give = (person: number, wanted: number) => {
    const size = sizes[person] ?? 0;
    const given = Math.min(wanted, left, most - size);
    sizes[person] = size + given;
    left -= given;
  };
  const total = left;
  const upTo = (place: number) => Math.round((total * curiosity(place / ordinary.length)) / curiosity(1));
  ordinary.forEach((person, place) => {
    give(person, upTo(place + 1) - upTo(place));
  });
  while (left > 0) for (const person of ordinary) give(person, 1);
  return sizes;
}

/** What the most curious part of the people adds up to: the integral of x^-0.5 - 0.9. */
const curiosity = (part: number) => 2 * Math.sqrt(part) - 0.9 * part;

/** The cast, and as many of each size as there are in the world. */
function awakeReaders(people: number, ordinary: Uint32Array): number[] {
  const count = Math.min(MOST_AWAKE, Math.floor(people / 5)) - CAST.length;
  const others = Array.from({ length: count }, (_, place) => {
    return ordinary[Math.floor(((place + 0.5) / count) * ordinary.length)] ?? 0;
  });
  return [...CAST.keys(), ...others].sort((a, b) => a - b);
}
