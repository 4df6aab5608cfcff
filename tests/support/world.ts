import { type SQL, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { follows, homeReaders, homeRows, jobs, posts, sessions, usernames, users } from "../../db/schema.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { reset } from "./people.ts";
import { transaction } from "./transaction.ts";

/** How many there are of each. */
export const WORLD = { people: 2000, posts: 100_000, followsOfTheReader: 1000, followersOfTheStar: 1990 };

/** One post a second. */
const ID_STEP = 4_096_000;
export const idOfPost = (n: number) => n * ID_STEP;

const TABLES = { users, usernames, posts, follows, homeReaders, homeRows, jobs, sessions };

/**
 * Moves in a town: the lower someone's number, the more they wrote and the more people follow them. Made by the
 * database itself in a second or two. Answers whom the tests are about: the star, whom nearly all follow, the reader,
 * who follows a thousand, and someone quiet.
 */
export async function world() {
  await reset();
  await using builder = await transaction(); // without the deadline that the app's statements have
  const { tx } = builder;
  const fill = (table: keyof typeof TABLES, columns: SQL, values: SQL, count: number) =>
    tx.execute(
      sql`insert ignore into ${TABLES[table]} (${columns}) select ${values} from ${NUMBERS} where n <= ${count}`,
    );

  const person = sql`n, concat('person_', n)`;
  await fill("usernames", sql`user_id, \`key\``, person, WORLD.people);
  await fill(
    "users",
    sql`id, username, email, email_key, password_hash, about, created_at, last_seen_at`,
    sql`${person}, concat(n, '@example.org'), concat(n, '@example.org'), '', '', ${LONG_AGO}, ${LONG_AGO}`,
    WORLD.people,
  );
  await fill(
    "posts",
    sql`id, author_id, body, created_at`,
    sql`n * ${ID_STEP}, ${popular(sql`n * 7919 % 100000 / 100000`)}, concat('Post ', n), ${LONG_AGO}`,
    WORLD.posts,
  );
  const edge = sql`id, follower_id, followee_id`;
  await fill("follows", edge, sql`3 * n, n + 10, 1`, WORLD.followersOfTheStar);
  await fill("follows", edge, sql`3 * n + 1, 2, n + 10`, WORLD.followsOfTheReader);
  await fill(
    "follows",
    edge,
    sql`3 * n + 2, n % 1999 + 2, ${popular(sql`n * 7919 % 20000 / 20000`)}`,
    20_000,
  );
  await tx.execute(sql`insert into ${homeReaders} (reader_id, floor) select id, 0 from ${users}`);
  await tx.execute(sql`
    insert into ${homeRows} (reader_id, post_id, author_id)
    select ${follows.followerId}, ${posts.id}, 1 from ${follows} join ${posts} on ${posts.authorId} = 1
    where ${follows.followeeId} = 1 and ${posts.id} > ${idOfPost(WORLD.posts - 500)}`);
  await fill(
    "jobs",
    sql`id, kind, payload, run_at, created_at`,
    sql`n, 'brew-tea', '{}', utc_timestamp(3) - interval n second, ${LONG_AGO}`,
    20_000,
  );
  await builder.commit();
  await tx.execute(sql`analyze table ${sql.join(Object.values(TABLES), sql`, `)}`);
  return { star: viewer(1), reader: viewer(2), quiet: viewer(1999) };
}

/** Moves everybody out; quicker than deleting a hundred thousand rows. */
export async function endOfTheWorld() {
  for (const table of Object.values(TABLES)) await db.execute(sql`truncate table ${table}`);
}

const LONG_AGO = sql`'2026-01-01'`;

const viewer = (id: number): Viewer => ({
  ...{ id, username: `person_${id}`, name: "", locale: null, theme: "auto", admin: false },
  lastSeenAt: new Date(),
});

/** Someone, by a fraction between 0 and 1: number 1 for the first 8 %, each further number for less. */
const popular = (fraction: SQL) => sql`1 + floor(${WORLD.people} * pow(${fraction}, 3))`;

const DIGIT = sql`(select 0 as d union all select 1 union all select 2 union all select 3 union all select 4
  union all select 5 union all select 6 union all select 7 union all select 8 union all select 9)`;

/** The numbers `n` from 1 to 100,000. */
const NUMBERS = sql`(
  select 1 + a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d as n
  from ${DIGIT} as a, ${DIGIT} as b, ${DIGIT} as c, ${DIGIT} as d, ${DIGIT} as e
) as numbers`;
