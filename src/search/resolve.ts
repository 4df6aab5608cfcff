import { inArray } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { usernames } from "../../db/schema.ts";
import { firstIdAt } from "../domain/ids.ts";
import { usernameKey } from "../domain/usernames.ts";
import type { Query } from "./engine.ts";
import { needleOf } from "./needle.ts";
import type { Part } from "./parse.ts";

const DAY = 24 * 3600 * 1000;

/** Above every id that there is, whatever the clocks. */
const NO_END = Number.MAX_SAFE_INTEGER;

/** What the parts ask for, in ids: of people by their present and former names, of posts by the days. */
export async function resolve(parts: Part[], viewer: { id: number } | null): Promise<Query> {
  const ids = await idsOf(parts, viewer);
  const query: Query = {
    ...{ all: [], none: [], authors: null, notAuthors: [], followedBy: null, notFollowedBy: null },
    ...{ above: 0, below: NO_END, withLink: false, withoutLink: false, languages: null, notLanguages: [] },
  };
  const meant = parts.filter((part) => !("text" in part) || needleOf(part) !== null);
  for (const part of meant) add(query, part, ids, viewer);
  // Of signs alone (`***`) nothing is found, rather than everything.
  return meant.length > 0 && !contradicts(query) ? query : { ...query, authors: [] };
}

/** Whether something must hold and must not: no post needs to be looked at. */
const contradicts = ({ withLink, withoutLink, followedBy, notFollowedBy, ...query }: Query): boolean =>
  (withLink && withoutLink) ||
  (followedBy !== null && notFollowedBy !== null) ||
  query.above + 1 >= query.below ||
  (query.authors?.every((id) => query.notAuthors.includes(id)) ?? false) ||
  (query.languages?.every((language) => query.notLanguages.includes(language)) ?? false);

function add(query: Query, part: Part, ids: Map<string, number>, viewer: { id: number } | null) {
  switch (part.kind) {
    case "from": {
      const id = ids.get(usernameKey(part.name));
      const found = id === undefined ? [] : [id];
      if (part.not) query.notAuthors.push(...found);
      else query.authors = [...(query.authors ?? []), ...found];
      return;
    }
    case "home":
      query[part.not ? "notFollowedBy" : "followedBy"] = viewer?.id ?? 0; // nobody has this id, and so follows nobody
      return;
    case "before":
    case "after": {
      // What is not before a day is on it or after it.
      const isEnd = (part.kind === "before") !== part.not;
      const first = Math.min(NO_END, firstIdAt(part.day + (part.kind === "before" ? 0 : DAY)));
      if (isEnd) query.below = Math.min(query.below, first);
      else query.above = Math.max(query.above, first - 1);
      return;
    }
    case "link":
      query[part.not ? "withoutLink" : "withLink"] = true;
      return;
    case "language":
      if (part.not) query.notLanguages.push(part.language);
      else query.languages = [...(query.languages ?? []), part.language];
      return;
    default:
      (part.not ? query.none : query.all).push({ text: part.text, kind: part.kind });
  }
}

async function idsOf(parts: Part[], viewer: { id: number } | null): Promise<Map<string, number>> {
  const names = parts.flatMap((part) => (part.kind === "from" ? [usernameKey(part.name)] : []));
  const found =
    names.length === 0 ? [] : await db.select().from(usernames).where(inArray(usernames.key, names));
  const ids = new Map(found.map(({ key, userId }) => [key, userId]));
  // "me" is a name that nobody can have.
  if (viewer) ids.set("me", viewer.id);
  return ids;
}
