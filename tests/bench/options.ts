import { parseArgs } from "node:util";
import type { Pace } from "./measure.ts";
import { SIZES, type Size, SMALL } from "./worlds.ts";

export const USAGE = `bun run bench [options]

  --small          a world of 10 thousand posts only, one reader, about a minute
  --all            also the reader who follows 5,000
  --against REF    the app at another commit too, in turn with this one
  --database URL   one world, in this database (made there when it is empty); else private servers under .data
  --json FILE      the figures into a file, too
  --help`;

export interface Options {
  worlds: [name: string, size: Size][];
  following: number[];
  visitor: number;
  pace: Pace;
  /** How often someone publishes. */
  publishes: number;
  database?: string;
  against?: string;
  json?: string;
}

export function parseOptions(args: string[]): Options | null {
  const { values } = parseArgs({
    args,
    options: {
      small: { type: "boolean" },
      all: { type: "boolean" },
      help: { type: "boolean" },
      against: { type: "string" },
      database: { type: "string" },
      json: { type: "string" },
    },
  });
  if (values.help) return null;
  const { small, all, database, against, json } = values;
  const worlds: Options["worlds"] = Object.entries(small ? SMALL : SIZES);
  return {
    worlds: database ? worlds.slice(-1) : worlds,
    following: small ? [245] : [52, 245, 1994, ...(all ? [5000] : [])],
    visitor: 245,
    pace: small ? { rounds: 5, seconds: 1, halfSeconds: 2 } : { rounds: 5, seconds: 3, halfSeconds: 10 },
    publishes: small ? 5 : 20,
    ...{ database, against, json },
  };
}
