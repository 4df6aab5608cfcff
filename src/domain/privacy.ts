import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import type { Viewer } from "./people.ts";

/** Who may write to the viewer. */
export const PrivacyInput = z.object({
  messagesFrom: z.enum(["everyone", "followed", "nobody"], { error: "choiceUnknown" }),
});

/** What the viewer has chosen. */
export async function findPrivacy(viewer: Viewer): Promise<z.infer<typeof PrivacyInput>> {
  const [row] = await db
    .select({ messagesFrom: users.messagesFrom })
    .from(users)
    .where(eq(users.id, viewer.id));
  return row ?? { messagesFrom: "everyone" };
}

/** Saves the viewer's choice; it holds for the next message already. */
export async function savePrivacy(viewer: Viewer, choice: z.infer<typeof PrivacyInput>): Promise<void> {
  await db.update(users).set(choice).where(eq(users.id, viewer.id));
}
