import { desc, eq } from "drizzle-orm";
import { closeDatabase, db } from "../../db/client.ts";
import { migrate } from "../../db/migrate.ts";
import { posts, users } from "../../db/schema.ts";
import { makeWorld, WORLD_PASSWORD } from "../../db/world.ts";
import { env } from "../../src/env.ts";

/** What those who come know of the place: who lives there, and posts that nobody takes away. */
export interface Town {
  people: string[];
  password: string;
  posts: number[];
}

const SIZE = { people: 2000, posts: 10_000, follows: 20_000 };

/** So many of them come, one after the other. */
const COMING = 200;

/** Makes a town in the empty database of DATABASE_URL. Those who came last before are those who will come. */
export async function makeTown(): Promise<Town> {
  await migrate(env.DATABASE_URL);
  await makeWorld(SIZE);
  const people = await db
    .select({ username: users.username })
    .from(users)
    .orderBy(desc(users.lastSeenAt))
    .limit(COMING);
  const written = await db
    .select({ id: posts.id })
    .from(posts)
    .innerJoin(users, eq(users.id, posts.authorId))
    .orderBy(desc(posts.id))
    .limit(1000);
  await closeDatabase();
  return {
    people: people.map(({ username }) => username),
    password: WORLD_PASSWORD,
    posts: written.map(({ id }) => id),
  };
}
