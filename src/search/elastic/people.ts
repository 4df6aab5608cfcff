import { usernameKey } from "../../domain/usernames.ts";
import { needleOf } from "../needle.ts";
import { type Asked, idsOf } from "./ask.ts";
import { needleClause } from "./query.ts";

/** See `Engine`. Where there are more, the oldest. */
export async function askForPeople(asked: Asked, prefix: string, limit: number): Promise<number[]> {
  const typed = prefix.split(/\s+/).flatMap((text) => needleClause(needleOf({ text, kind: "prefix" })) ?? []);
  if (typed.length === 0) return [];
  const exact = usernameKey(prefix.trim().replace("@", ""));
  return idsOf(asked, {
    query: { bool: { filter: typed, should: [{ term: { names: `@${exact}` } }] } },
    sort: ["_score", { id: "asc" }],
    size: limit,
  });
}
