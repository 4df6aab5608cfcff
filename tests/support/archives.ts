import { readFile } from "node:fs/promises";
import { and, asc, eq } from "drizzle-orm";
import { zipSync } from "fflate";
import { db } from "../../db/client.ts";
import { dataExports, posts } from "../../db/schema.ts";
import { bring } from "../../src/archives/bring.ts";
import { openArchive } from "../../src/archives/files.ts";
import { contentsOf, unpack } from "../../src/archives/unzip.ts";
import { askForExport, exportsOf } from "../../src/domain/exports.ts";
import { importsOf } from "../../src/domain/imports.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { runJobs } from "./jobs.ts";

type Person = Pick<Viewer, "id">;

/** Where the wish came from. */
export const SOMEWHERE = { address: "192.0.2.8", userAgent: "Test" };

/** Has somebody's data exported, and answers the archive. */
export async function exported(person: Person): Promise<Uint8Array<ArrayBuffer>> {
  await askForExport(person, SOMEWHERE);
  await runJobs();
  return archiveOf(person);
}

/** The archive of somebody's last export. */
export async function archiveOf(person: Person): Promise<Uint8Array<ArrayBuffer>> {
  const [newest] = await exportsOf(person);
  const [row] = await db
    .select({ key: dataExports.fileKey })
    .from(dataExports)
    .where(and(eq(dataExports.id, newest?.id ?? 0), eq(dataExports.state, "ready")));
  const content = row?.key ? await openArchive(row.key) : null;
  if (content === null) throw new Error(`No archive: ${newest?.state}.`);
  return new Uint8Array(await new Response(content).arrayBuffer());
}

/** What is in an archive, by name. */
export async function filesIn(archive: Uint8Array): Promise<Record<string, Uint8Array>> {
  const files = await Promise.all(
    contentsOf(archive, 100).map(async (file) => [file.name, await unpack(archive, file)] as const),
  );
  return Object.fromEntries(files);
}

export async function textIn(archive: Uint8Array, name: string): Promise<string> {
  return new TextDecoder().decode((await filesIn(archive))[name]);
}

export const dataIn = async (archive: Uint8Array) => JSON.parse(await textIn(archive, "data.json"));

/** An archive that says what it is told to say. */
export const archiveWith = (data: unknown, more: Record<string, Uint8Array> = {}) =>
  zipSync({
    "data.json": new TextEncoder().encode(typeof data === "string" ? data : JSON.stringify(data)),
    ...more,
  }) as Uint8Array<ArrayBuffer>;

/** An archive of these posts. */
export const archiveOfPosts = (written: unknown[]) =>
  archiveWith({ format: "microblog", version: 1, profile: {}, posts: written });

/** Has an archive imported, and answers what became of it. */
export async function imported(person: Person, archive: Uint8Array<ArrayBuffer>) {
  const problem = await bring(person, new Blob([archive]));
  if (problem) return { problem };
  await runJobs();
  const [newest] = await importsOf(person);
  if (!newest) throw new Error("Nothing was imported.");
  const { state, total, done, brought, present, refused } = newest;
  return { state, total, done, brought, present, refused, problem: newest.problem };
}

/** Somebody's posts as the table has them, oldest first. */
export const postsOf = ({ id }: Person) =>
  db.select().from(posts).where(eq(posts.authorId, id)).orderBy(asc(posts.id));

/** How much memory this process has by now, in MB. Linux only, as its own tests are. */
export async function memory(): Promise<number> {
  const status = await readFile("/proc/self/status", "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000;
}
