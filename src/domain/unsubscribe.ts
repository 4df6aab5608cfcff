import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { notificationChoices, users } from "../../db/schema.ts";
import { parseId } from "./ids.ts";
import type { PersonRef } from "./people.ts";
import { readSigned, sign } from "./signing-key.ts";

/** The path that ends a person's mails about notifications without signing in (RFC 8058). It is good for ever. */
export const unsubscribePath = async (personId: number) =>
  `/unsubscribe/${await sign("unsubscribe", String(personId))}`;

/** Whose mails such a token ends; null when it is not ours, or they are gone. */
export async function whoUnsubscribes(token: string): Promise<PersonRef | null> {
  const id = parseId((await readSigned("unsubscribe", token)) ?? "");
  if (id === null) return null;
  const columns = { id: users.id, username: users.username, name: users.name, avatar: users.avatar };
  const [person] = await db.select(columns).from(users).where(eq(users.id, id));
  return person ?? null;
}

/** Ends a person's mails about notifications; what they chose for each kind stays, for a change of mind. */
export async function unsubscribe(person: Pick<PersonRef, "id">): Promise<void> {
  await db
    .update(notificationChoices)
    .set({ digest: "off", dueAt: null })
    .where(eq(notificationChoices.personId, person.id));
}
