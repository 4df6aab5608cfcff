import { eq } from "drizzle-orm";
import { db } from "../../../db/client.ts";
import { follows } from "../../../db/schema.ts";
import { floorOf } from "../../domain/home-rows.ts";
import { byAuthor } from "./kept.ts";
import type { Range, Source } from "./sources.ts";

/** Of those who follow more people, what everybody wrote is a better guide. */
const FEW_FOLLOWED = 60;

/**
 * Where the newest posts within the range come from that are by those whom someone follows: the rows of their home
 * timeline, as far down as it goes; below it the posts of each, where they are few. Null where they are many.
 */
export async function homeOf(reader: number, { below }: Range): Promise<Source | null> {
  const floor = await floorOf(reader);
  if (floor !== null && floor < below) return { reader, floor };
  const followed = await db
    .select({ id: follows.followeeId })
    .from(follows)
    .where(eq(follows.followerId, reader))
    .limit(FEW_FOLLOWED + 1);
  if (followed.length > FEW_FOLLOWED) return null;
  return { terms: followed.map(({ id }) => byAuthor(id)) };
}
