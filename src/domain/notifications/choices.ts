import { inArray } from "drizzle-orm";
import { z } from "zod";
import { type Database, db } from "../../../db/client.ts";
import { notificationChoices } from "../../../db/schema.ts";
import { transact } from "../../../db/transact.ts";
import { firstIdAt } from "../ids.ts";
import { KINDS, type Kind, kindOf } from "./kinds.ts";

/** Where a notification may appear. */
export type Place = "site" | "mail";

/** What somebody chose: what is not in it is as usual, so that a later kind begins with its own usual. */
export type Choices = Record<Place, Partial<Record<Kind, boolean>>>;

/** The kinds that one can choose there. */
export const kindsIn = (place: Place): Kind[] =>
  KINDS.filter((kind) => place === "site" || !kindOf(kind).ownMail);

/** When notifications are sent by mail: never, those of a week together, or shortly after they came. */
export const DIGESTS = ["off", "weekly", "immediate"] as const;
export type Digest = (typeof DIGESTS)[number];

/** Someone's choices and how far mails have told them. */
export interface Wishes {
  choices: Choices;
  digest: Digest;
  toldUpTo: number;
}

const USUAL: Wishes = { choices: { site: {}, mail: {} }, digest: "weekly", toldUpTo: 0 };

/** What these people want to be told; everyone has wishes, be it the usual ones. */
export async function wishesOf(people: number[], on: Database = db): Promise<Map<number, Wishes>> {
  const rows = await on
    .select()
    .from(notificationChoices)
    .where(inArray(notificationChoices.personId, people));
  const chosen = new Map(rows.map((row) => [row.personId, row as Wishes]));
  return new Map(people.map((person) => [person, chosen.get(person) ?? USUAL]));
}

/** What one person wants to be told. */
export const wishesFor = async (person: { id: number }, on: Database = db): Promise<Wishes> =>
  (await wishesOf([person.id], on)).get(person.id) ?? USUAL;

/** Whether they want to be told of this kind there. On the site everything is usual, by mail nothing. */
export const wants = ({ choices }: Pick<Wishes, "choices">, kind: Kind, place: Place): boolean =>
  choices[place][kind] ?? place === "site";

/** The kinds they want to be told of there. */
export const wantedKinds = (wishes: Pick<Wishes, "choices">, place: Place): Kind[] =>
  kindsIn(place).filter((kind) => wants(wishes, kind, place));

/** The form: a field for each kind and place, `site-follow`, which is absent where it is off. */
export const ChoicesInput = z
  .object({ digest: z.enum(DIGESTS, "digestUnknown").optional() })
  .catchall(z.string());

/** The fields of the form as they begin. */
export function fieldsOf(wishes: Wishes): Record<string, string> {
  const wanted = (place: Place) => wantedKinds(wishes, place).map((kind) => [`${place}-${kind}`, "on"]);
  return { digest: wishes.digest, ...Object.fromEntries([...wanted("site"), ...wanted("mail")]) };
}

/** What the form says. Without `digest` it had no part about mail, which stays as it is. */
export function chosenFrom(
  fields: z.infer<typeof ChoicesInput>,
  before: Wishes,
): Pick<Wishes, "choices" | "digest"> {
  const chosen = (place: Place) =>
    Object.fromEntries(kindsIn(place).map((kind) => [kind, fields[`${place}-${kind}`] === "on"]));
  const mail = fields.digest === undefined ? before.choices.mail : chosen("mail");
  return { choices: { site: chosen("site"), mail }, digest: fields.digest ?? before.digest };
}

const WEEK_MS = 7 * 24 * 3600_000;

/** When the weekly mail after this moment is due. */
export const weekAfter = (moment: Date) => new Date(moment.getTime() + WEEK_MS);

/** Keeps what someone chose. After a change of `digest` mails tell of what comes from then on. */
export async function saveChoices(
  person: { id: number },
  { choices, digest }: Pick<Wishes, "choices" | "digest">,
  now = new Date(),
): Promise<void> {
  await transact(async (tx) => {
    const before = await wishesFor(person, tx);
    const begun = { toldUpTo: firstIdAt(now.getTime()), dueAt: digest === "weekly" ? weekAfter(now) : null };
    await tx
      .insert(notificationChoices)
      .values({ personId: person.id, choices, digest, ...begun })
      .onDuplicateKeyUpdate({ set: { choices, digest, ...(before.digest === digest ? {} : begun) } });
  });
}
