import { describeFault } from "../../db/faults.ts";
import { hasMore, nothingYet, type Outlook, outlookOf, talkName, type Waits } from "../domain/live.ts";
import { log } from "../log.ts";

/** How many windows one person can have open; and how many streams a process holds, of some 10 KB each. */
const MOST_EACH = 10;
const MOST = 5000;

const ASK_EVERY_MS = 1000;
/** Less than the minute after which proxies cut a silent connection, and browsers here begin to ask by themselves. */
const BEAT_EVERY_MS = 20_000;
/** A line of new posts needs no more; without this a busy second would bring a request from everybody. */
const POSTS_EVERY_MS = 10_000;
/** Messages that nobody takes: the other end is gone, or does not read. */
const MOST_UNREAD = 100;

/** Badges, as a stream sends them. */
export type Badges = Pick<Waits, "messages" | "notifications">;

/** Who listens, on which session, and what the page shows already. */
export interface Listener {
  person: number;
  session: string;
  badges: Badges;
  /** The conversation that is open: with whom, and how far the page shows it. */
  talk?: { other: number; mark: string };
  /** Badges as the page takes them, in the reader's language. */
  rendered: (badges: Badges) => string;
}

interface Stream extends Listener {
  controller: ReadableStreamDefaultController<Uint8Array>;
  posts: Waits["posts"];
  /** When it last said something, and when it last told of posts; milliseconds as of `performance.now()`. */
  saidAt: number;
  postsAt: number;
}

const open = new Set<Stream>();
let ending = false;

/** How many streams this process holds. */
export const streams = (): number => open.size;

/**
 * A stream of server-sent events for one page: its badges at once, and from then on whatever changes. Refused, by the
 * status to answer, when the person or this process has too many.
 */
export function openStream(listener: Listener): ReadableStream<Uint8Array> | { refused: 429 | 503 } {
  if (ending || open.size >= MOST) return { refused: 503 };
  const own = [...open].filter(({ person }) => person === listener.person);
  if (own.length >= MOST_EACH) return { refused: 429 };

  let stream: Stream;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      stream = { ...listener, controller, posts: nothingYet(), saidAt: 0, postsAt: Number.NEGATIVE_INFINITY };
      open.add(stream);
      say(stream, { data: stream.rendered(stream.badges), retry: between(500, 1500) });
      if (open.size === 1) void watch();
    },
    cancel() {
      open.delete(stream);
    },
  });
}

/** Ends all streams, for the process is about to end. The pages come back at different moments, to whoever serves then. */
export function endStreams(): void {
  ending = true;
  for (const stream of open) end(stream, { event: "bye", retry: between(1000, 5000) });
}

let watching = false;

/** While anybody listens, asks once a second for all of them. A database that is away leaves the streams as they are. */
async function watch() {
  if (watching) return;
  watching = true;
  let complained = false;
  while (open.size > 0) {
    await Bun.sleep(ASK_EVERY_MS);
    try {
      const asked = [...open];
      if (asked.length === 0) break; // all left while we slept
      const outlook = await outlookOf(peopleOf(asked), talksOf(asked));
      for (const stream of asked) if (open.has(stream)) update(stream, outlook);
      complained = false;
    } catch (error) {
      if (!complained) log.warn({ fault: describeFault(error) }, "streams wait for the database");
      complained = true;
    }
    beat();
  }
  watching = false;
}

const peopleOf = (streams: Stream[]) => [...new Set(streams.map(({ person }) => person))];
const talksOf = (streams: Stream[]) =>
  streams.flatMap(({ person, talk }) => (talk ? [{ person, other: talk.other }] : []));

/** Says what is different from what this stream was last sent; nothing when nothing is. */
function update(stream: Stream, { sessions, talks }: Outlook) {
  const waits = sessions.get(stream.session);
  if (!waits) return end(stream, { event: "over" });

  if (hasMore(waits.posts, stream.posts) && performance.now() - stream.postsAt > POSTS_EVERY_MS) {
    Object.assign(stream, { posts: waits.posts, postsAt: performance.now() });
    say(stream, { event: "fresh" });
  }
  const { person, talk } = stream;
  const mark = talk && talks.get(talkName({ person, other: talk.other }));
  if (mark && mark !== talk.mark) {
    talk.mark = mark;
    // The page fetches it, and with that it is read: a badge that rises for a second says nothing true.
    return say(stream, { event: "talk" });
  }
  const { messages, notifications } = waits;
  if (messages === stream.badges.messages && notifications === stream.badges.notifications) return;
  stream.badges = { messages, notifications };
  say(stream, { data: stream.rendered(stream.badges) });
}

/** Something from time to time, lest anybody on the way take it for dead. An event: htmx does not tell of comments. */
function beat() {
  const due = performance.now() - BEAT_EVERY_MS;
  for (const stream of open) if (stream.saidAt < due) say(stream, { event: "beat" });
}

interface Said {
  event?: string;
  data?: string;
  retry?: number;
}

const encoder = new TextEncoder();

function say(stream: Stream, { event, data = "", retry }: Said) {
  if ((stream.controller.desiredSize ?? 0) < -MOST_UNREAD) return close(stream);
  const lines = data.split("\n").map((line) => `data: ${line}\n`);
  const fields = [event ? `event: ${event}\n` : "", retry ? `retry: ${retry}\n` : "", ...lines];
  stream.controller.enqueue(encoder.encode(`${fields.join("")}\n`));
  stream.saidAt = performance.now();
}

function end(stream: Stream, said: Said) {
  say(stream, said);
  if (open.has(stream)) close(stream);
}

function close(stream: Stream) {
  open.delete(stream);
  stream.controller.close();
}

const between = (least: number, most: number) => Math.round(least + Math.random() * (most - least));
