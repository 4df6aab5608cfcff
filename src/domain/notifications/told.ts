import { and, eq, inArray } from "drizzle-orm";
import { db } from "../../../db/client.ts";
import { posts, securityEvents, users } from "../../../db/schema.ts";
import type { PersonRef } from "../people.ts";
import { asView, type PostView } from "../posts.ts";
import { isTold, type SecurityEvent, type ToldSecurityEvent } from "../security-events.ts";
import { postsSeenBy } from "../seen-posts.ts";
import type { Group } from "./groups.ts";
import { type Kind, kindOf } from "./kinds.ts";

/** A notification, or several that are told as one, as it is shown. */
export interface Told {
  /** Of the newest. */
  id: number;
  kind: Kind;
  at: Date;
  unread: boolean;
  /** The newest of those who did it, at most three; nobody for what no person did. */
  actors: PersonRef[];
  /** How many did it. */
  count: number;
  post: PostView | null;
  securityEvent: ToldSecurityEvent | null;
}

const FACES = 3;

/**
 * What these groups tell this person: three statements, however many. Left out is what is about somebody who is gone or
 * about a post that the person may not see.
 */
export async function tell(viewer: Pick<PersonRef, "id">, groups: Group[]): Promise<Told[]> {
  const people = await peopleById(groups.flatMap((group) => facesOf(group)));
  const written = await postsById(viewer, subjectsOf(groups, "post"));
  const events = await securityEventsById(subjectsOf(groups, "securityEvent"));
  return groups.flatMap((group) => {
    const [first] = group;
    const { subject } = kindOf(first.kind);
    const actors = facesOf(group).flatMap((id) => people.get(id) ?? []);
    const post = written.get(first.subjectId) ?? null;
    const securityEvent = events.get(first.subjectId) ?? null;
    const lost = (first.actorId > 0 && actors.length === 0) || (subject && !{ post, securityEvent }[subject]);
    if (lost) return [];
    const { id, kind, createdAt: at } = first;
    const unread = group.some((row) => row.readAt === null);
    return [{ ...{ id, kind, at, unread, actors, post, securityEvent }, count: group.length }];
  });
}

const facesOf = (group: Group) =>
  group.slice(0, FACES).flatMap(({ actorId }) => (actorId > 0 ? actorId : []));

const subjectsOf = (groups: Group[], subject: "post" | "securityEvent") =>
  groups.flatMap(([row]) => (kindOf(row.kind).subject === subject ? row.subjectId : []));

async function peopleById(ids: number[]): Promise<Map<number, PersonRef>> {
  if (ids.length === 0) return new Map();
  const columns = { id: users.id, username: users.username, name: users.name, avatar: users.avatar };
  const seen = and(inArray(users.id, ids), eq(users.hidden, false));
  const rows = await db.select(columns).from(users).where(seen);
  return new Map(rows.map((row) => [row.id, row]));
}

async function postsById(viewer: Pick<PersonRef, "id">, ids: number[]): Promise<Map<number, PostView>> {
  if (ids.length === 0) return new Map();
  const rows = await postsSeenBy(viewer, inArray(posts.id, ids));
  return new Map(rows.map((row) => [row.id, asView(row)]));
}

async function securityEventsById(ids: number[]): Promise<Map<number, ToldSecurityEvent>> {
  if (ids.length === 0) return new Map();
  const columns = { id: securityEvents.id, kind: securityEvents.kind };
  const rows = await db.select(columns).from(securityEvents).where(inArray(securityEvents.id, ids));
  return new Map(
    rows.flatMap(({ id, kind }) => (isTold(kind as SecurityEvent) ? [[id, kind as ToldSecurityEvent]] : [])),
  );
}
