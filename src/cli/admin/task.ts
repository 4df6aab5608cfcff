/** All that may follow a command with two dashes; a string where something is to be said with it. */
export const OPTIONS = {
  admin: { type: "boolean" },
  email: { type: "string" },
  search: { type: "string" },
  page: { type: "string" },
  reason: { type: "string" },
  now: { type: "boolean" },
  failed: { type: "boolean" },
  "all-failed": { type: "boolean" },
  "dry-run": { type: "boolean" },
  repair: { type: "boolean" },
  yes: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean" },
} as const;

export type Options = {
  [Name in keyof typeof OPTIONS]?: (typeof OPTIONS)[Name]["type"] extends "string" ? string : boolean;
};

/** What a command has to say: for programs (`--json`), its keys to be relied on, and for people. */
export interface Told {
  data: unknown;
  text: string;
  /** What is not as it should be: the command has done its work, and yet ends as a failure with this sentence. */
  failed?: string | undefined;
}

/** One command of `bun run admin`. */
export interface Task {
  /**
   * As one types it: the words that name it, then in capitals what else is needed, then options; what may be left out in
   * brackets. What it takes is read from here.
   */
  usage: string;
  /** What it does, in lines of help. */
  about: string;
  examples: string[];
  /** False for what looks at a database as it is, whatever its schema. */
  migrates?: false;
  run(words: string[], options: Options): Promise<Told>;
}

/** What a task takes: the words that name it, how many words follow at least and at most, and which options. */
export function takenBy({ usage }: Task) {
  const bare = usage.replace(/\[?--[a-z-]+( [A-Z]+)?\]?/g, "");
  const words = bare.split(" ").filter((word) => word !== "");
  const follow = words.filter((word) => /^\[?[A-Z]+\]?$/.test(word));
  return {
    name: words.slice(0, words.length - follow.length),
    least: follow.filter((word) => !word.startsWith("[")).length,
    most: follow.length,
    options: [...usage.matchAll(/--([a-z-]+)/g)].map(([, option = ""]) => option),
  };
}
