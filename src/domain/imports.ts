import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { dataImports, users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue, jobsWaiting } from "../jobs/queue.ts";
import { lockCounts } from "./counts.ts";
import { newId } from "./ids.ts";
import { bringIn, type ImportedPost } from "./imported-posts.ts";
import type { Viewer } from "./people.ts";
import { ProfileInput } from "./profile.ts";

const SHOWN = 3;
const LOST_AFTER_HOURS = 24;
const NOTED_DAYS = 90;

/** An import as the one who asked for it sees it. */
export type ImportView = Awaited<ReturnType<typeof importsOf>>[number];

const UNDER_WAY = ["waiting", "running"] as const;
const isUnderWay = inArray(dataImports.state, UNDER_WAY);

/** Has a file that the viewer brought imported. False when another one is under way: one at a time. */
export async function askForImport(viewer: Pick<Viewer, "id">, fileKey: string): Promise<boolean> {
  const asked = await transact(async (tx) => {
    await lockCounts(tx, viewer.id);
    if ((await tx.$count(dataImports, and(eq(dataImports.personId, viewer.id), isUnderWay))) > 0)
      return false;
    const id = newId();
    const row = { id, personId: viewer.id, state: "waiting" as const, fileKey };
    await tx.insert(dataImports).values({ ...row, createdAt: new Date() });
    await enqueue(tx, "import", { importId: id });
    return true;
  });
  if (asked) jobsWaiting();
  return asked;
}

/** The viewer's last imports, newest first. */
export async function importsOf(viewer: Pick<Viewer, "id">) {
  const { id, state, done, total, brought, present, refused, problem, createdAt } = dataImports;
  return db
    .select({ id, state, done, total, brought, present, refused, problem, createdAt })
    .from(dataImports)
    .where(eq(dataImports.personId, viewer.id))
    .orderBy(desc(dataImports.id))
    .limit(SHOWN);
}

/** Begins an import, or goes on with it; null when there is nothing to be done any more. */
export async function beginImport(id: number) {
  const open = and(eq(dataImports.id, id), isUnderWay);
  await db.update(dataImports).set({ state: "running" }).where(open);
  const { personId, fileKey, done } = dataImports;
  const [row] = await db.select({ personId, fileKey, done }).from(dataImports).where(open);
  return row ?? null;
}

/** How many posts there are, and how many of them cannot come here. */
export async function noteFound(id: number, found: { total: number; refused: number }): Promise<void> {
  await db
    .update(dataImports)
    .set(found)
    .where(and(eq(dataImports.id, id), isUnderWay));
}

/**
 * Brings the next posts in, from the place where the import stands; false when it does not stand at `from` any more,
 * because another worker is at it, or nothing is to be done.
 */
export async function bringNext(
  { id, personId }: { id: number; personId: number },
  from: number,
  batch: ImportedPost[],
): Promise<boolean> {
  return transact(async (tx) => {
    await lockCounts(tx, personId);
    const stands = and(eq(dataImports.id, id), isUnderWay, eq(dataImports.done, from));
    const [row] = await tx.select({ id: dataImports.id }).from(dataImports).where(stands).for("update");
    if (row === undefined) return false;
    const brought = await bringIn(tx, personId, batch);
    await tx
      .update(dataImports)
      .set({
        done: from + batch.length,
        brought: sql`${dataImports.brought} + ${brought}`,
        present: sql`${dataImports.present} + ${batch.length - brought}`,
      })
      .where(stands);
    return true;
  });
}

/** Takes from the profile what the person has not said here yet. Answers whether they have no picture either. */
export async function completeProfile(
  personId: number,
  brought: { name: string; about: string },
): Promise<boolean> {
  const { name, about } = ProfileInput.shape;
  return transact(async (tx) => {
    const self = eq(users.id, personId);
    const [person] = await tx
      .select({ name: users.name, about: users.about, avatar: users.avatar })
      .from(users)
      .where(self)
      .for("update");
    if (person === undefined) return false;
    await tx
      .update(users)
      .set({
        name: person.name || (name.safeParse(brought.name).data ?? ""),
        about: person.about || (about.safeParse(brought.about).data ?? ""),
      })
      .where(self);
    return person.avatar === null;
  });
}

/** The import is over: all is brought, or it will not be because of `problem`, a key of the dictionary. */
export async function endImport(id: number, problem: string | null): Promise<void> {
  const state = problem === null ? "done" : "failed";
  await db
    .update(dataImports)
    .set({ state, problem })
    .where(and(eq(dataImports.id, id), isUnderWay));
}

/** Gives up what has been under way for too long, and forgets what is long over. */
export async function tidyImports(): Promise<void> {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3600_000);
  await db
    .update(dataImports)
    .set({ state: "failed", problem: "importFailed" })
    .where(and(isUnderWay, lt(dataImports.createdAt, hoursAgo(LOST_AFTER_HOURS))));
  await db.delete(dataImports).where(lt(dataImports.createdAt, hoursAgo(NOTED_DAYS * 24)));
}

/** Which of these keys name a file that is still to be imported. */
export async function knownImports(keys: string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const rows = await db
    .select({ key: dataImports.fileKey })
    .from(dataImports)
    .where(and(isUnderWay, inArray(dataImports.fileKey, keys)));
  return rows.map((row) => row.key);
}
