import { eq, sql } from "drizzle-orm";
import { signUp } from "../src/domain/accounts.ts";
import { follow } from "../src/domain/follows.ts";
import { firstIdAt } from "../src/domain/ids.ts";
import { enqueue } from "../src/jobs/queue.ts";
import { db } from "./client.ts";
import { PEOPLE, POSTS, VISITOR } from "./demo-content.ts";
import { homeRows, posts, settings, users } from "./schema.ts";
import { transact } from "./transact.ts";

/**
 * Fills an empty database with a few people and what they wrote in the last week. Answers whom one can sign in as, or
 * null when there is no demo here: a database that has people of its own is left alone.
 */
export async function seedDemo(): Promise<typeof VISITOR | null> {
  const [demo] = await db.select().from(settings).where(eq(settings.key, "demo"));
  if (demo?.value === "done") return VISITOR;
  const [someone] = await db.select({ id: users.id }).from(users).limit(1);
  if (someone && !demo) return null;

  // Begun and done are noted, and every step may be repeated: an interrupted start goes on at the next one.
  await db.insert(settings).ignore().values({ key: "demo", value: "begun" });
  const ids = await seedPeople();
  await seedPosts(ids);
  for (const { username, follows } of PEOPLE) {
    for (const followee of follows) await follow(idOf(ids, username), idOf(ids, followee));
  }
  await db.update(settings).set({ value: "done" }).where(eq(settings.key, "demo"));
  return VISITOR;
}

type Ids = Map<string, number>;

const idOf = (ids: Ids, username: string) => ({ id: ids.get(username) ?? 0 });

async function seedPeople(): Promise<Ids> {
  for (const { username, name, about } of PEOPLE) {
    const password = username === VISITOR.username ? VISITOR.password : crypto.randomUUID();
    const account = await signUp({ username, name, password, email: `${username}@example.org` });
    if ("id" in account) await db.update(users).set({ about }).where(eq(users.id, account.id));
  }
  const people = await db.select({ id: users.id, username: users.username }).from(users);
  return new Map(people.map(({ id, username }) => [username, id]));
}

async function seedPosts(ids: Ids) {
  const [written] = await db.select({ id: posts.id }).from(posts).limit(1);
  if (written) return;
  const rows = POSTS.map(([author, hoursAgo, body], order) => {
    const createdAt = new Date(Date.now() - hoursAgo * 3600 * 1000);
    return { id: firstIdAt(createdAt.getTime()) + order, authorId: idOf(ids, author).id, body, createdAt };
  });
  await transact(async (tx) => {
    await tx.insert(posts).values(rows);
    await tx
      .insert(homeRows)
      .values(rows.map(({ id, authorId }) => ({ readerId: authorId, postId: id, authorId })));
    for (const { id } of rows) await enqueue(tx, "index-post", { postId: id });
    const count = sql`(select count(*) from ${posts} where ${posts.authorId} = ${users.id})`;
    await tx.update(users).set({ postsCount: count });
  });
}
