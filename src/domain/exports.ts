import { randomBytes } from "node:crypto";
import { and, desc, eq, gt, inArray, isNotNull, lt, lte, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { dataExports } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue, jobsWaiting } from "../jobs/queue.ts";
import { lockCounts } from "./counts.ts";
import { newId } from "./ids.ts";
import type { Viewer } from "./people.ts";
import { noteSecurityEvent, type Origin } from "./security-events.ts";

/** How long a file can be fetched. */
export const DAYS_TO_FETCH = 3;

/** How many of one's exports are shown. */
const SHOWN = 3;

/** A run that nobody hears of for so long is over, whatever became of its job. */
const LOST_AFTER_HOURS = 24;

/** How long the note is kept that there was an export. */
const NOTED_DAYS = 90;

/** An export as its owner sees it. */
export type ExportView = Awaited<ReturnType<typeof exportsOf>>[number];

const UNDER_WAY = ["waiting", "running"] as const;
const ready = and(eq(dataExports.state, "ready"), gt(dataExports.expiresAt, sql`utc_timestamp(3)`));

/** Has everything of the viewer's put into a file. False when that is being done already: one at a time. */
export async function askForExport(viewer: Pick<Viewer, "id">, origin: Origin): Promise<boolean> {
  const asked = await transact(async (tx) => {
    await lockCounts(tx, viewer.id);
    const underWay = and(eq(dataExports.personId, viewer.id), inArray(dataExports.state, UNDER_WAY));
    if ((await tx.$count(dataExports, underWay)) > 0) return false;
    const id = newId();
    await tx.insert(dataExports).values({ id, personId: viewer.id, state: "waiting", createdAt: new Date() });
    await noteSecurityEvent(tx, viewer.id, "exportAsked", origin);
    await enqueue(tx, "export", { exportId: id });
    return true;
  });
  if (asked) jobsWaiting();
  return asked;
}

/** The viewer's last exports, newest first. */
export async function exportsOf(viewer: Pick<Viewer, "id">) {
  const { id, state, done, total, bytes, createdAt, expiresAt } = dataExports;
  return db
    .select({ id, state, done, total, bytes, createdAt, expiresAt })
    .from(dataExports)
    .where(eq(dataExports.personId, viewer.id))
    .orderBy(desc(dataExports.id))
    .limit(SHOWN);
}

/** The file of an export of the viewer's, while it can be fetched; null for anybody else and at any other time. */
export async function findArchive(id: number, viewer: Pick<Viewer, "id">) {
  const [archive] = await db
    .select({ fileKey: dataExports.fileKey, bytes: dataExports.bytes, createdAt: dataExports.createdAt })
    .from(dataExports)
    .where(and(eq(dataExports.id, id), eq(dataExports.personId, viewer.id), ready));
  return archive?.fileKey ? { ...archive, fileKey: archive.fileKey } : null;
}

/** A run of an export: only the one that began last may go on, others find out and stop. */
export interface Run {
  exportId: number;
  fileKey: string;
}

/**
 * Begins a run and answers whose export it is, and the file that a run before it may have left. Null when there is
 * nothing to be done any more.
 */
export async function beginRun(exportId: number) {
  const fileKey = newFileKey();
  return transact(async (tx) => {
    const open = and(eq(dataExports.id, exportId), inArray(dataExports.state, UNDER_WAY));
    const [row] = await tx
      .select({ personId: dataExports.personId, leftBehind: dataExports.fileKey })
      .from(dataExports)
      .where(open)
      .for("update");
    if (row === undefined) return null;
    await tx
      .update(dataExports)
      .set({ state: "running", fileKey, done: 0 })
      .where(eq(dataExports.id, exportId));
    return { ...row, run: { exportId, fileKey } satisfies Run };
  });
}

/** A name for a file that nobody can guess. */
export const newFileKey = () => randomBytes(16).toString("hex");

const isRun = ({ exportId, fileKey }: Run) =>
  and(eq(dataExports.id, exportId), eq(dataExports.fileKey, fileKey), eq(dataExports.state, "running"));

/** Notes how far a run is. False when it is not to go on: another one has begun, or the person is gone. */
export async function noteRun(run: Run, progress: { done: number; total?: number }): Promise<boolean> {
  const [{ affectedRows }] = await db.update(dataExports).set(progress).where(isRun(run));
  return affectedRows === 1;
}

/** The file is whole: it can be fetched, and its owner is told. False when the run was not to go on. */
export async function finishRun(run: Run, personId: number, bytes: number): Promise<boolean> {
  const finished = await transact(async (tx) => {
    const expiresAt = sql`utc_timestamp(3) + interval ${DAYS_TO_FETCH} day`;
    const changes = { state: "ready" as const, done: dataExports.total, bytes, expiresAt };
    const [{ affectedRows }] = await tx
      .update(dataExports)
      .set({ ...changes, done: sql`total` })
      .where(isRun(run));
    if (affectedRows === 0) return false;
    await enqueue(tx, "notify", { kind: "exportFinished", recipientId: personId, subjectId: run.exportId });
    return true;
  });
  if (finished) jobsWaiting();
  return finished;
}

/** It will not be done any more: its owner reads so, and may ask again. */
export async function giveUpExport(exportId: number): Promise<void> {
  const open = and(eq(dataExports.id, exportId), inArray(dataExports.state, UNDER_WAY));
  await db.update(dataExports).set({ state: "failed" }).where(open);
}

/** Gives up what has been under way for too long, and forgets what is long over. */
export async function tidyExports(): Promise<void> {
  const lost = new Date(Date.now() - LOST_AFTER_HOURS * 3600_000);
  const underWay = and(inArray(dataExports.state, UNDER_WAY), lt(dataExports.createdAt, lost));
  await db.update(dataExports).set({ state: "failed" }).where(underWay);
  const old = new Date(Date.now() - NOTED_DAYS * 24 * 3600_000);
  await db
    .delete(dataExports)
    .where(and(inArray(dataExports.state, ["failed", "removed"]), lt(dataExports.createdAt, old)));
}

/** Some exports whose file nobody may fetch any more: the days are over. */
export const expiredExports = (most: number) =>
  db
    .select({ id: dataExports.id, fileKey: dataExports.fileKey })
    .from(dataExports)
    .where(and(eq(dataExports.state, "ready"), lte(dataExports.expiresAt, sql`utc_timestamp(3)`)))
    .limit(most);

/** The file of this export is gone. */
export async function noteRemoved(id: number): Promise<void> {
  await db.update(dataExports).set({ state: "removed", fileKey: null }).where(eq(dataExports.id, id));
}

/** Which of these keys name a file of somebody's export. */
export async function knownExports(keys: string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const rows = await db
    .select({ key: dataExports.fileKey })
    .from(dataExports)
    .where(and(inArray(dataExports.fileKey, keys), isNotNull(dataExports.fileKey)));
  return rows.map((row) => row.key ?? "");
}
