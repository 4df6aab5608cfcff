/**
 * Ids of people, posts, follows, jobs: 41 bits of milliseconds since 2026-01-01 and 12 bits of sequence, 53 bits in all,
 * so that JavaScript's numbers hold them exactly. They sort by time but are no commit order: clocks differ and
 * transactions end late. Made by multiplication, as JavaScript's bit operators end at 32 bits.
 */
const EPOCH = Date.UTC(2026, 0, 1);
const SEQUENCE = 4096;

let last = 0;

/** A new id, greater than every one this process made before, even when the clock is set back. */
export function newId(now = Date.now()): number {
  last = Math.max(last + 1, firstIdAt(now) + Math.floor(Math.random() * (SEQUENCE / 2)));
  return last;
}

/**
 * An id for what was made elsewhere at `time`, greater than `after`. Its sequence is random: something of ours may have
 * been made in the same millisecond.
 */
export const newIdAt = (time: number, after: number): number =>
  Math.max(after + 1, firstIdAt(time) + Math.floor(Math.random() * (SEQUENCE / 2)));

/** The smallest id of a moment, for questions such as "since ten minutes ago". */
export function firstIdAt(time: number): number {
  return Math.max(0, time - EPOCH) * SEQUENCE;
}

/** The moment in which an id was made, in milliseconds. */
export const timeOf = (id: number): number => EPOCH + Math.floor(id / SEQUENCE);

/** An id from outside, or null when it is none: digits only, at least 1, within 53 bits. */
export function parseId(text: string): number | null {
  if (!/^[1-9]\d{0,15}$/.test(text)) return null;
  const id = Number(text);
  return Number.isSafeInteger(id) ? id : null;
}
