import { z } from "zod";
import { DATA, FORMAT, PICTURE, VERSION } from "./format.ts";
import { isWithin } from "./measure.ts";
import { contentsOf, type Listed, unpack } from "./unzip.ts";

/** Why an archive cannot be taken: a key of the dictionary's `problems`. */
export type ArchiveProblem = "archiveUnknown" | "archiveTooLarge" | "archiveVersion" | "archiveBroken";

/** Thrown for an archive that will be no better the next time. */
export class BadArchive extends Error {
  override name = "BadArchive";
  constructor(readonly problem: ArchiveProblem) {
    super(problem);
  }
}

const MOST_ENTRIES = 100;
const MIB = 1024 * 1024;

/** The most that these files may be when unpacked. Others are left alone, whatever they are. */
const MOST_DATA = 40 * MIB;
const MOST_PICTURE = 5 * MIB;

/**
 * The most that is parsed: some 70,000 posts. Of 0.2 MB that unpack to 13 million empty objects a process took 2.2 GB, and
 * pages waited for seven seconds.
 */
const MOST_PARSED = { values: 500_000, depth: 50 };

/** What is packed more tightly than this, and is not small, was made to burst. */
const MOST_RATIO = 200;
const SMALL = MIB;

const Data = z.object({
  profile: z
    .object({ name: z.string().catch(""), about: z.string().catch("") })
    .catch({ name: "", about: "" }),
  posts: z.array(z.unknown()),
});

/** What an archive brings; each post is still to be looked at. */
export type Brought = z.infer<typeof Data> & { picture: Uint8Array<ArrayBuffer> | null };

/** What is wrong with an archive as far as its list of contents tells, which is quick; null: nothing. */
export function problemOf(archive: Uint8Array): ArchiveProblem | null {
  try {
    filesOf(archive);
    return null;
  } catch (error) {
    if (error instanceof BadArchive) return error.problem;
    throw error;
  }
}

/** Reads an archive, or throws `BadArchive`. */
export async function readArchive(archive: Uint8Array): Promise<Brought> {
  const { data, picture } = filesOf(archive);
  const parsed = Data.safeParse(envelope(await contentOf(archive, data)));
  if (!parsed.success) throw new BadArchive("archiveBroken");
  const face = picture && new Uint8Array(await contentOf(archive, picture));
  return { ...parsed.data, picture: face ?? null };
}

const contentOf = (archive: Uint8Array, file: Listed) =>
  unpack(archive, file).catch((): never => {
    throw new BadArchive("archiveBroken");
  });

function envelope(bytes: Uint8Array): unknown {
  if (!isWithin(bytes, MOST_PARSED)) throw new BadArchive("archiveTooLarge");
  let data: { format?: unknown; version?: unknown } | null;
  try {
    data = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new BadArchive("archiveBroken");
  }
  if (data?.format !== FORMAT) throw new BadArchive("archiveUnknown");
  if (data.version !== VERSION) throw new BadArchive("archiveVersion");
  return data;
}

/** The two files that are read. Nothing is unpacked beyond the size that the list says, which is looked at here. */
function filesOf(archive: Uint8Array): { data: Listed; picture: Listed | undefined } {
  const listed = list(archive);
  const [data, ...more] = listed.filter(({ name }) => name === DATA);
  if (data === undefined || more.length > 0) throw new BadArchive("archiveUnknown");
  const picture = listed.find(({ name }) => name === PICTURE);
  if (bursts(data, MOST_DATA) || (picture && bursts(picture, MOST_PICTURE)))
    throw new BadArchive("archiveTooLarge");
  return { data, picture };
}

function list(archive: Uint8Array): Listed[] {
  try {
    return contentsOf(archive, MOST_ENTRIES);
  } catch {
    throw new BadArchive("archiveUnknown");
  }
}

const bursts = ({ size, packed }: Listed, most: number) =>
  size > most || (size > SMALL && size > packed * MOST_RATIO);
