import { type SQL, sql } from "drizzle-orm";
import {
  follows,
  hidings,
  homeReaders,
  homeRows,
  jobs,
  notifications,
  posts,
  sessions,
  usernames,
  users,
} from "../../db/schema.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { transaction } from "./transaction.ts";

export const POSTS = 100_000;

/** The id of the n-th post: one a second. */
export const idOfPost = (n: number) => n * ID_STEP;
const ID_STEP = 4_096_000;

const TABLES = {
  users,
  usernames,
  posts,
  follows,
  hidings,
  homeReaders,
  homeRows,
  notifications,
  jobs,
  sessions,
};

/**
 * Moves in so many people, who have written `POSTS` posts: the lower someone's number, the more they wrote and the more
 * people follow them. Made by the database itself in a second or two. Answers whom tests are about: the star, whom
 * nearly all follow, the reader, who follows half of them, someone who hides a thousand others, and someone quiet.
 */
export async function world(people: number) {
  await endOfTheWorld();
  await using builder = await transaction(); // without the deadline that the app's statements have
  const { tx } = builder;
  const fill = (table: keyof typeof TABLES, columns: SQL, values: SQL, count: number) =>
    tx.execute(
      sql`insert ignore into ${TABLES[table]} (${columns}) select ${values} from ${NUMBERS} where n <= ${count}`,
    );

  /** Someone, by a fraction between 0 and 1: number 1 for the first 8 % of a town, each further number for less. */
  const popular = (fraction: SQL) => sql`1 + floor(${people} * pow(${fraction}, 3))`;

  const person = sql`n, concat('person_', n)`;
  await fill("usernames", sql`user_id, \`key\``, person, people);
  await fill(
    "users",
    sql`id, username, email, email_key, password_hash, about, created_at, last_seen_at`,
    sql`${person}, concat(n, '@example.org'), concat(n, '@example.org'), '', '', ${LONG_AGO}, ${LONG_AGO}`,
    people,
  );
  await fill(
    "posts",
    sql`id, author_id, body, created_at`,
    sql`n * ${ID_STEP}, ${popular(sql`n * 7919 % 100000 / 100000`)}, concat('Post ', n), ${LONG_AGO}`,
    POSTS,
  );
  const edge = sql`id, follower_id, followee_id`;
  await fill("follows", edge, sql`3 * n, n + 10, 1`, people - 10);
  await fill("follows", edge, sql`3 * n + 1, 2, n + 10`, people / 2);
  await fill(
    "follows",
    edge,
    sql`3 * n + 2, n % ${people - 1} + 2, ${popular(sql`n * 7919 % 20000 / 20000`)}`,
    20_000,
  );
  await tx.execute(sql`insert into ${homeReaders} (reader_id, floor) select id, 0 from ${users}`);
  await tx.execute(sql`
    insert into ${homeRows} (reader_id, post_id, author_id)
    select ${follows.followerId}, ${posts.id}, 1 from ${follows} join ${posts} on ${posts.authorId} = 1
    where ${follows.followeeId} = 1 and ${posts.id} > ${idOfPost(POSTS - 500)}`);
  // Half of them for the star, who has read none.
  await fill(
    "notifications",
    sql`id, recipient_id, kind, actor_id, subject_id, created_at`,
    sql`n * ${ID_STEP} + 1, 1 + n % 2 * (n % ${people}), 'mention', 1 + n % ${people}, n * ${ID_STEP}, ${LONG_AGO}`,
    POSTS,
  );
  // Of people who are not there: none of them is in anybody's way.
  await fill("hidings", sql`id, viewer_id, person_id, why`, sql`n, 3, ${POSTS} + n, 'mute'`, 1000);
  await fill(
    "jobs",
    sql`id, kind, payload, run_at, created_at`,
    sql`n, 'brew-tea', '{}', utc_timestamp(3) - interval n second, ${LONG_AGO}`,
    20_000,
  );
  await builder.commit();
  await tx.execute(sql`analyze table ${sql.join(Object.values(TABLES), sql`, `)}`);
  return { star: viewer(1), reader: viewer(2), quiet: viewer(people), hider: viewer(3) };
}

/** Moves everybody out; quicker than deleting a hundred thousand rows. */
export async function endOfTheWorld() {
  await using wrecker = await transaction();
  for (const table of Object.values(TABLES)) await wrecker.tx.execute(sql`truncate table ${table}`);
}

const LONG_AGO = sql`'2026-01-01'`;

const viewer = (id: number): Viewer => ({
  ...{ id, username: `person_${id}`, name: "", avatar: null, locale: null, theme: "auto", admin: false },
  ...{ emailConfirmedAt: new Date(), lastSeenAt: new Date(), unreadMessages: 0 },
});

const DIGIT = sql`(select 0 as d union all select 1 union all select 2 union all select 3 union all select 4
  union all select 5 union all select 6 union all select 7 union all select 8 union all select 9)`;

/** The numbers `n` from 1 to 100,000. */
const NUMBERS = sql`(
  select 1 + a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d as n
  from ${DIGIT} as a, ${DIGIT} as b, ${DIGIT} as c, ${DIGIT} as d, ${DIGIT} as e
) as numbers`;
