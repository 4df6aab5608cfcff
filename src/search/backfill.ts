import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { settings } from "../../db/schema.ts";
import { documentsAfter, type Kind } from "./documents.ts";
import { mysqlEngine } from "./mysql/engine.ts";
import { VERSION } from "./mysql/kept.ts";

/** Posts or people read at a time. */
const BATCH = 100;

/** Where it is kept how far it has come. Another version of the lines fills them anew; the version before it goes by its own note. */
const SETTING = `search-filled-${VERSION}`;
const DONE = "done";

type Between = (batch: { kind: Kind; count: number }) => Promise<void>;

/** Whether everything that was written before there was an index, or an older version of it, is in it by now. */
export async function isFilled(): Promise<boolean> {
  const [row] = await db.select().from(settings).where(eq(settings.key, SETTING));
  return row?.value === DONE;
}

/**
 * Fills MySQL's index with all that the tables have, and remembers how far it came: taken up again, it goes on there.
 * `between` is called after each batch.
 */
export async function backfill(between: Between = async () => {}): Promise<void> {
  const [row] = await db.select().from(settings).where(eq(settings.key, SETTING));
  if (row?.value === DONE) return;
  for await (const people of batchesOf("people", 0)) {
    await mysqlEngine.indexPeople(people);
    await between({ kind: "people", count: people.length });
  }
  for await (const posts of batchesOf("posts", Number(row?.value ?? 0))) {
    await mysqlEngine.index(posts);
    await remember(`${posts.at(-1)?.id}`);
    await between({ kind: "posts", count: posts.length });
  }
  await noteFilled();
}

/** From now on nothing is filled that was written before. */
export const noteFilled = () => remember(DONE);

/** The same anew, whatever was filled before. */
export async function backfillAgain(between?: Between): Promise<void> {
  await db.delete(settings).where(eq(settings.key, SETTING));
  await backfill(between);
}

async function* batchesOf<K extends Kind>(kind: K, from: number) {
  let batch = await documentsAfter(kind, from, BATCH);
  for (let last = batch.at(-1); last !== undefined; last = batch.at(-1)) {
    yield batch;
    batch = await documentsAfter(kind, last.id, BATCH);
  }
}

const remember = (value: string) =>
  db.insert(settings).values({ key: SETTING, value }).onDuplicateKeyUpdate({ set: { value } });
