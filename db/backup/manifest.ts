import { createHmac, timingSafeEqual } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { keyFor } from "./files.ts";

const StoredFile = z.object({
  path: z.string().regex(/^[\w-]+(\/[\w.-]+)?$/),
  bytes: z.number().int(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const Table = z.object({
  name: z.string().regex(/^\w+$/),
  columns: z.array(z.object({ name: z.string().regex(/^\w+$/), binary: z.boolean() })),
  rows: z.number().int(),
  file: StoredFile,
});

const Manifest = z.object({
  format: z.literal(1),
  product: z.literal("microblog"),
  version: z.string(),
  server: z.string(),
  /** The last migration of the database that was backed up. */
  migration: z.string(),
  createdAt: z.iso.datetime(),
  encrypted: z.boolean(),
  tables: z.array(Table),
  uploads: z.array(z.object({ key: z.string(), file: StoredFile })),
});

/** What is in a backup, in which order, and how each file must look. */
export type Manifest = z.infer<typeof Manifest>;
export type StoredTable = z.infer<typeof Table>;

/** The folder is no backup, or not one that this can be done with. Says why, for whoever typed the command. */
export class NoBackup extends Error {}

const nameIn = (folder: string) => `${folder}/manifest.json`;

/** Writes the manifest; with a secret, so that only its owner could have. */
export async function writeManifest(folder: string, manifest: Manifest, secret: string | undefined) {
  const text = JSON.stringify(manifest, null, 2);
  const mac = secret ? macOf(text, secret) : undefined;
  await writeFile(nameIn(folder), JSON.stringify({ manifest: text, mac }));
}

/** Reads the manifest of a backup. */
export async function readManifest(folder: string, secret: string | undefined): Promise<Manifest> {
  const stored = await readStored(folder);
  const parsed = Manifest.safeParse(stored.said);
  if (!parsed.success) throw new NoBackup(`${nameIn(folder)} is not of a backup that this version can read.`);
  if (parsed.data.encrypted && !secret)
    throw new NoBackup("This backup is encrypted: set BACKUP_KEY to the key it was made with.");
  if (parsed.data.encrypted && secret && !isOurs(stored, secret))
    throw new NoBackup("This backup was not made with this BACKUP_KEY, or its manifest was changed.");
  if (!parsed.data.encrypted && secret)
    throw new NoBackup(
      "This backup is not encrypted, so anyone could have made it: unset BACKUP_KEY to restore it all the same.",
    );
  return parsed.data;
}

const Stored = z.object({ manifest: z.string(), mac: z.string().optional() });

async function readStored(folder: string) {
  try {
    const stored = Stored.parse(JSON.parse(await readFile(nameIn(folder), "utf8")));
    return { ...stored, said: JSON.parse(stored.manifest) as unknown };
  } catch {
    throw new NoBackup(`${folder} is no backup: it has no manifest.json that can be read.`);
  }
}

const macOf = (text: string, secret: string) =>
  createHmac("sha256", keyFor(secret, "manifest")).update(text).digest("hex");

function isOurs({ manifest, mac = "" }: z.infer<typeof Stored>, secret: string): boolean {
  const right = Buffer.from(macOf(manifest, secret));
  const given = Buffer.from(mac);
  return given.length === right.length && timingSafeEqual(given, right);
}
