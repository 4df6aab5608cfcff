import { countUseless, type Pruned, prune as removeUseless } from "../../domain/pruning.ts";
import { columns } from "../lines.ts";
import { makeSure } from "../make-sure.ts";
import type { Task } from "./task.ts";

const NAMES: Record<keyof Pruned, string> = {
  sessions: "sessions that ran out",
  tokens: "links and codes that ran out",
  failedJobs: "jobs that failed over 30 days ago",
  securityEvents: "security events over 90 days old",
  removedPeople: "removed people of whom something was left",
};

export const prune: Task = {
  usage: "prune [--dry-run]",
  about: `Removes what nobody needs any more: sessions, links and codes that ran out, jobs that failed over 30 days ago,
security events over 90 days old, and what is left of removed people. --dry-run only counts.`,
  examples: ["prune --dry-run", "prune --yes"],

  async run(_, { "dry-run": dryRun = false, yes }) {
    const useless = await countUseless();
    const total = Object.values(useless).reduce((sum, count) => sum + count, 0);
    if (dryRun || total === 0)
      return told(useless, dryRun, total === 0 ? "Nothing to remove." : "To be removed:");
    await makeSure(`${listed(useless)}\nRemove all this for good?`, { yes });
    return told(await removeUseless(), false, "Removed:");
  },
};

const told = (pruned: Pruned, dryRun: boolean, title: string) => ({
  data: { dryRun, ...pruned },
  text: `${title}\n${listed(pruned)}`,
});

const listed = (pruned: Pruned) =>
  columns((Object.keys(NAMES) as (keyof Pruned)[]).map((kind) => [`${pruned[kind]}`, NAMES[kind]]));
