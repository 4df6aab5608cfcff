import { type Comparison, type Copies, compare, repair } from "../../search/check.ts";
import { engines } from "../../search/choose.ts";
import { KINDS } from "../../search/documents.ts";
import { elasticCopies } from "../../search/elastic/copies.ts";
import { describeElastic, isElastic } from "../../search/elastic/faults.ts";
import { mysqlCopies } from "../../search/mysql/copies.ts";
import { Complaint } from "../command.ts";
import type { Task } from "./task.ts";

/** So many ids of each fault are printed as JSON. */
const LISTED = 20;

export const searchCheck: Task = {
  usage: "search-check [--repair]",
  about: `Compares what each search engine has with the posts and people there are. Ends as a failure when something differs;
with --repair it is brought to what the tables say.`,
  examples: ["search-check", "search-check --repair --json"],

  async run(_, options) {
    const checks = await checkAll(options.repair === true);
    const differing = options.repair !== true && checks.some(differs);
    return {
      data: checks.map(listed),
      text: checks.map(sentence).join("\n"),
      failed: differing ? "`bun run admin search-check --repair` repairs this." : undefined,
    };
  },
};

async function checkAll(repairing: boolean): Promise<Comparison[]> {
  const { engine } = engines.elasticsearch ?? {};
  const checks = await check(mysqlCopies, repairing);
  if (!engine) return checks;
  try {
    await engine.look();
    return [...checks, ...(await check(elasticCopies(engine), repairing))];
  } catch (error) {
    if (isElastic(error)) throw new Complaint(describeElastic(error));
    throw error;
  }
}

async function check(copies: Copies, repairing: boolean): Promise<Comparison[]> {
  const checks: Comparison[] = [];
  for (const kind of KINDS) {
    const comparison = await compare(copies, kind);
    checks.push(comparison);
    if (repairing) await repair(copies, comparison);
  }
  return checks;
}

const differs = ({ missing, stale, left }: Comparison) => missing.length + stale.length + left.length > 0;

function sentence(comparison: Comparison): string {
  const { engine, kind, rows, copies, missing, stale, left } = comparison;
  const outcome = differs(comparison)
    ? `${missing.length} missing, ${stale.length} out of date, ${left.length} left of what is gone`
    : "as it should be";
  return `${engine}: ${copies} of ${rows} ${kind}, ${outcome}`;
}

const listed = (comparison: Comparison) => ({
  ...comparison,
  missing: few(comparison.missing),
  stale: few(comparison.stale),
  left: few(comparison.left),
});

const few = (ids: number[]) => ({ count: ids.length, ids: ids.slice(0, LISTED) });
