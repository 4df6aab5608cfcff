import { sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import {
  conversationSides,
  conversations,
  hidings,
  homeRows,
  notifications,
  sessions,
} from "../../db/schema.ts";
import { firstIdAt } from "./ids.ts";
import { MOST_COUNTED } from "./notifications/inbox.ts";

/** What waits for somebody, as of one moment. */
export interface Waits {
  messages: number;
  /** Counted no further than 100. */
  notifications: number;
  /** The latest posts on their home page: how many since `since`, and the newest. */
  posts: { since: number; count: number; newest: number };
}

/** A conversation that someone has open: who, and with whom. It may not have begun. */
export interface OpenTalk {
  person: number;
  other: number;
}

/** Of those asked for: the sessions that are still there, by name, and how far each conversation is, by `talkName`. */
export interface Outlook {
  sessions: Map<string, Waits>;
  /** As `markText` writes it. */
  talks: Map<string, string>;
}

/** What an open conversation is called in an outlook. */
export const talkName = ({ person, other }: OpenTalk): string => `${person}:${other}`;

interface Row {
  kind: "session" | "talk";
  name: string;
  messages: string;
  notifications: number;
  posts: string;
}

/**
 * What is new for these people, in all their sessions, and in these conversations: one statement, however many they are.
 * State, not events: it is right whatever happened, in whichever order it was committed.
 */
export async function outlookOf(people: number[], talks: OpenTalk[]): Promise<Outlook> {
  const since = latelySince();
  const low = talks.filter(({ person, other }) => person < other);
  const high = talks.filter(({ person, other }) => person > other);
  const parts = [
    ofPeople(people, since),
    ...(low.length > 0 ? [ofTalks("low_id", "high_id", low)] : []),
    ...(high.length > 0 ? [ofTalks("high_id", "low_id", high)] : []),
  ];
  const [found] = await db.execute(sql.join(parts, sql` union all `));
  const rows = found as unknown as Row[];
  return {
    sessions: new Map(
      rows.filter(({ kind }) => kind === "session").map((row) => [row.name, waitsOf(row, since)]),
    ),
    talks: new Map(rows.filter(({ kind }) => kind === "talk").map(({ name, posts }) => [name, posts])),
  };
}

/** A post comes late when its author has many followers: so long it may take and still be noticed. */
const LATE_MS = 60_000;

/** The same id for a minute, so that one count can be compared with the next. */
const latelySince = (now = Date.now()) => firstIdAt(Math.floor(now / LATE_MS) * LATE_MS - LATE_MS);

function waitsOf({ messages, notifications, posts }: Row, since: number): Waits {
  const [count = 0, newest = 0] = posts.split(":").map(Number);
  return { messages: Number(messages), notifications, posts: { since, count, newest } };
}

/**
 * Badges as every page counts them. All by the people's own keys; without the index MySQL may walk through all sessions
 * there are once it is asked for more than 200 people.
 */
const ofPeople = (people: number[], since: number) => sql`
  select 'session' as kind, public_id as name,
    (select coalesce(sum(unread), 0) from ${conversationSides}
      where person_id = user_id and state = 'open' and unread > 0) as messages,
    coalesce(
      (select ${sql.raw(String(MOST_COUNTED))} from ${notifications} where ${unread}
        limit 1 offset ${sql.raw(String(MOST_COUNTED - 1))}),
      (select count(*) from ${notifications} where ${unread})) as notifications,
    (select concat_ws(':', count(*), max(post_id)) from ${homeRows}
      where reader_id = user_id and post_id >= ${since}) as posts
  from ${sessions} force index (sessions_user)
  where user_id in (${listed(people)}) and expires_at > utc_timestamp(3)`;

const unread = sql`recipient_id = user_id and read_at is null`;

/** By the two, as the conversation may begin meanwhile; `own` is the column that the person stands in. */
const ofTalks = (own: "low_id" | "high_id", others: "low_id" | "high_id", talks: OpenTalk[]) => {
  const pairs = talks.map(
    (talk) => `(${own} = ${Number(talk.person)} and ${others} = ${Number(talk.other)})`,
  );
  return sql`
  select 'talk', concat_ws(':', person_id, other_id), 0, 0,
    concat_ws('-', talks.last_id, coalesce(timestampdiff(microsecond, '1970-01-01', revoked_at) div 1000, 0),
      if(${blocked}, 'blocked', state), tidied)
  from ${conversations} as talks force index (conversations_pair)
    straight_join ${conversationSides} on person_id = ${sql.raw(own)} and conversation_id = talks.id
  where ${sql.raw(pairs.join(" or "))}`;
};

/** Whether this side's person has blocked the other. */
const blocked = sql`exists (select 1 from ${hidings} as hiding
  where viewer_id = conversation_sides.person_id and hiding.person_id = other_id and why = 'block')`;

/** Thousands of ids, each second: as parameters they would cost more than all the rest. */
const listed = (ids: number[]) => sql.raw(ids.map(Number).join());

/** Whether there are posts that were not there before. A new minute counts from elsewhere: then only newer ones tell. */
export const hasMore = (now: Waits["posts"], before: Waits["posts"]): boolean =>
  now.newest > before.newest || (now.since === before.since && now.count > before.count);

/** As of now, before anything was asked: whatever is older has been seen. */
export const nothingYet = (): Waits["posts"] => ({ since: 0, count: 0, newest: firstIdAt(Date.now()) });
