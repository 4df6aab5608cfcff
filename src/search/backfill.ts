import { asc, eq, gt } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { posts, settings, users } from "../../db/schema.ts";
import { newId } from "../domain/ids.ts";
import type { Engine } from "./engine.ts";
import { postDocument } from "./indexing.ts";
import { mysqlEngine } from "./mysql/engine.ts";

/** Posts or people read at a time. */
const BATCH = 100;

const SETTING = "search-filled";
const DONE = "done";

/** Whether everything that was written before there was an index is in it by now. */
export async function isFilled(): Promise<boolean> {
  const [row] = await db.select().from(settings).where(eq(settings.key, SETTING));
  return row?.value === DONE;
}

/**
 * Fills MySQL's index with all that the tables have, and remembers how far it came: taken up again, it goes on there.
 * `between` is called after each batch.
 */
export async function backfill(between: () => Promise<void> = async () => {}): Promise<void> {
  const [row] = await db.select().from(settings).where(eq(settings.key, SETTING));
  if (row?.value === DONE) return;
  await fillPeople(mysqlEngine, between);
  await fillPosts(mysqlEngine, Number(row?.value ?? 0), async (reached) => {
    await remember(`${reached}`);
    await between();
  });
  await remember(DONE);
}

/** Gives an engine all posts above the id `from`, oldest first; `reached` is told the last id of each batch. */
export async function fillPosts(
  engine: Engine,
  from: number,
  reached: (id: number) => Promise<void>,
): Promise<void> {
  for (let last = from; ; ) {
    const batch = await db
      .select(postDocument)
      .from(posts)
      .where(gt(posts.id, last))
      .orderBy(asc(posts.id))
      .limit(BATCH);
    if (batch.length === 0) return;
    await engine.index(batch);
    last = batch.at(-1)?.id ?? last;
    await reached(last);
  }
}

/** Gives an engine all people. */
export async function fillPeople(engine: Engine, between: () => Promise<void>): Promise<void> {
  for (let last = 0; ; ) {
    const revision = newId();
    const batch = await db
      .select({ id: users.id, username: users.username, name: users.name, hidden: users.hidden })
      .from(users)
      .where(gt(users.id, last))
      .orderBy(asc(users.id))
      .limit(BATCH);
    if (batch.length === 0) return;
    const shown = batch.filter((person) => !person.hidden);
    await engine.indexPeople(shown.map(({ id, username, name }) => ({ id, username, name, revision })));
    last = batch.at(-1)?.id ?? last;
    await between();
  }
}

const remember = (value: string) =>
  db.insert(settings).values({ key: SETTING, value }).onDuplicateKeyUpdate({ set: { value } });
