/**
 * Run by bench.ts in a process of its own, with DATABASE_URL: makes the world unless it is there, signs its readers in
 * and looks at every page that is to be measured. Says in JSON on standard output what it found, and on standard error
 * how far it is.
 */
import { desc, eq, inArray } from "drizzle-orm";
import { closeDatabase, db } from "../../db/client.ts";
import { migrate } from "../../db/migrate.ts";
import { posts, settings, users } from "../../db/schema.ts";
import { makeWorld } from "../../db/world.ts";
import { answer } from "../../src/app.tsx";
import { progressBar } from "../../src/cli/progress.ts";
import { floorOf, NO_FLOOR } from "../../src/domain/home-rows.ts";
import { startSession } from "../../src/domain/sessions.ts";
import { env } from "../../src/env.ts";
import { noteFilled } from "../../src/search/backfill.ts";
import { recorded, type Statement } from "./recording.ts";
import type { Size } from "./worlds.ts";

export interface BenchPage {
  name: string;
  path: string;
  cookie: string;
  bytes: number;
  statements: Statement[];
}

export interface Writer {
  id: number;
  cookie: string;
  followers: number;
}

export interface Prepared {
  pages: BenchPage[];
  /** Whom nine in ten follow, and whom nobody does. */
  star: Writer;
  quiet: Writer;
}

export interface Wish {
  size: Size;
  /** The readers whose home pages are measured, by how many they follow. */
  following: number[];
  /** Whose view the other pages are. */
  visitor: number;
}

/** A world that was not finished is no world; one that somebody else made is taken as it is. */
async function ensureWorld(size: Size) {
  const [mark] = await db.select().from(settings).where(eq(settings.key, "bench-world"));
  const [someone] = await db.select({ id: users.id }).from(users).limit(1);
  if (someone && !mark) return;
  if (mark && mark.value !== "whole")
    throw new Error("The making of this world was interrupted: remove its folder under .data, or database.");
  if (!mark) {
    await db.insert(settings).values({ key: "bench-world", value: "begun" });
    await makeWorld({ ...size, onProgress: progressBar(process.stderr) });
    await db.update(settings).set({ value: "whole" }).where(eq(settings.key, "bench-world"));
  }
  await noteFilled(); // No page that is measured searches, and an app that fills its index meanwhile is half as fast.
}

async function prepare({ following, visitor, size }: Wish): Promise<Prepared> {
  const readers = following.map((count) => `reader${count}`);
  const people = await signIn([...readers, `reader${visitor}`, "star", "quiet"]);
  const cookieOf = (username: string) => found(people.get(username), username).cookie;
  const star = found(people.get("star"), "star");
  const cookie = cookieOf(`reader${visitor}`);
  const deep = `reader${Math.max(...following)}`;
  const floor = await endOfRows(found(people.get(deep), deep).id);
  const [post] = await db
    .select({ id: posts.id })
    .from(posts)
    .where(eq(posts.authorId, star.id))
    .orderBy(desc(posts.id))
    .limit(1);

  const wanted = [
    ...following.map((count) => ({
      name: `home, follows ${count.toLocaleString("en")}`,
      path: "/",
      cookie: cookieOf(`reader${count}`),
    })),
    ...(floor ? [{ name: "home, below the floor", path: `/?before=${floor}`, cookie: cookieOf(deep) }] : []),
    { name: "explore", path: "/explore", cookie },
    { name: "a profile", path: "/@star", cookie },
    { name: "a permalink", path: `/posts/${found(post, "a post by star").id}`, cookie },
  ];
  const pages: BenchPage[] = [];
  for (const page of wanted) pages.push({ ...page, ...(await look(page)) });
  return { pages, star, quiet: found(people.get("quiet"), `quiet in a world of ${size.people}`) };
}

async function signIn(usernames: string[]): Promise<Map<string, Writer>> {
  const rows = await db
    .select({ id: users.id, username: users.username, followers: users.followersCount })
    .from(users)
    .where(inArray(users.username, usernames));
  const people = new Map<string, Writer>();
  for (const { id, username, followers } of rows) {
    const token = await startSession(id, { remember: true, userAgent: "bench", address: "" });
    people.set(username, { id, followers, cookie: `session=${token}` });
  }
  return people;
}

/** Null for someone whose rows reach down to the first post of all. */
async function endOfRows(readerId: number): Promise<number | null> {
  const floor = await floorOf(readerId);
  return floor !== null && floor < NO_FLOOR ? floor || null : null;
}

/** The page as it is from the second time on: the first time notes that the reader was seen. */
async function look({ path, cookie }: { path: string; cookie: string }) {
  const ask = () =>
    answer(new Request(`http://localhost${path}`, { headers: { cookie, accept: "text/html" } }));
  await ask();
  let page = "";
  const statements = await recorded(async () => {
    const response = await ask();
    if (response.status !== 200) throw new Error(`${path} answers ${response.status}.`);
    page = await response.text();
  });
  return { bytes: Buffer.byteLength(page), statements };
}

function found<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new Error(`There is no ${what} in this world.`);
  return thing;
}

if (import.meta.main) {
  await migrate(env.DATABASE_URL);
  const wish: Wish = JSON.parse(process.argv[2] ?? "");
  await ensureWorld(wish.size);
  console.log(JSON.stringify(await prepare(wish)));
  await closeDatabase();
}
