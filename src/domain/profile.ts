import { and, eq, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue, jobsWaiting } from "../jobs/queue.ts";
import type { Viewer } from "./people.ts";
import { line, lines } from "./text.ts";
import { isReserved, takeUsername, Username, usernameKey } from "./usernames.ts";

const NAME_LENGTH = 50;
const ABOUT_LENGTH = 500;

/** The profile form. */
export const ProfileInput = z.object({
  username: Username,
  name: line({ most: NAME_LENGTH, tooLong: "nameTooLong" }),
  about: lines({ most: ABOUT_LENGTH, tooLong: "aboutTooLong" }),
});

/** What the viewer's profile form begins with. */
export async function findOwnProfile(viewer: Viewer): Promise<z.infer<typeof ProfileInput>> {
  const [profile] = await db
    .select({ username: users.username, name: users.name, about: users.about })
    .from(users)
    .where(eq(users.id, viewer.id));
  return profile ?? { username: viewer.username, name: viewer.name, about: "" };
}

/**
 * Saves the viewer's profile, or answers what is wrong with the user name. A new user name is theirs from now on, and
 * so is the old one: it leads on to them.
 */
export async function saveProfile(
  viewer: Viewer,
  profile: z.infer<typeof ProfileInput>,
): Promise<null | "usernameTaken" | "usernameReserved"> {
  const renamed = usernameKey(profile.username) !== usernameKey(viewer.username);
  if (renamed && isReserved(profile.username)) return "usernameReserved";
  const refused = await transact(async (tx) => {
    if (renamed && !(await takeUsername(tx, profile.username, viewer.id))) return "usernameTaken";
    await tx.update(users).set(profile).where(eq(users.id, viewer.id));
    await enqueue(tx, "index-person", { personId: viewer.id });
    return null;
  });
  if (refused === null) jobsWaiting();
  return refused;
}

/** The viewer's choice of language (null: as the browser says) and of light or dark. */
export async function saveAppearance(viewer: Viewer, choice: { locale: string | null; theme: string }) {
  await db.update(users).set(choice).where(eq(users.id, viewer.id));
}

const SEEN_MINUTES = 10;

/** Keeps when the viewer was last seen, to ten minutes: most requests write nothing. */
export async function noteSeen(viewer: Viewer): Promise<void> {
  const due = Date.now() - SEEN_MINUTES * 60_000;
  if (viewer.lastSeenAt.getTime() > due) return;
  await db
    .update(users)
    .set({ lastSeenAt: sql`utc_timestamp(3)` })
    .where(and(eq(users.id, viewer.id), lt(users.lastSeenAt, new Date(due))));
}
