import { and, desc, eq, gt, lt, sql } from "drizzle-orm";
import { db, type Transaction } from "../../db/client.ts";
import { inPassing } from "../../db/faults.ts";
import { conversationSides, conversations, messages, usernames, users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { letsWrite, whysBetween } from "./between.ts";
import {
  countUnread,
  lockConversation,
  lockPair,
  ONCE_MORE,
  recountUnread,
  updateSide,
} from "./conversation-sides.ts";
import { NEWEST, PAGE_SIZE, type Page, pageOf } from "./page.ts";
import type { PersonRef, Viewer } from "./people.ts";
import { usernameKey } from "./usernames.ts";

/** A conversation in the viewer's list. `other` is null once they are not here any more. */
export type ConversationView = Awaited<ReturnType<typeof conversationsOf>>["items"][number];

/** Why the viewer cannot write to someone: a key of the dictionary. */
export type Closed = "messageToSelf" | "messageRefused" | "messageBlocked";

/**
 * The viewer and someone, with or without a conversation yet (`id`). `state` is the viewer's side of it; `closed`: why
 * they cannot write, null: they can.
 */
export type Talk = NonNullable<Awaited<ReturnType<typeof findTalk>>>;

const LAST_LINE = 160;

/** The viewer's conversations, or the requests that wait for them, the newest message first. */
export async function conversationsOf(viewer: Viewer, state: "open" | "request", before = NEWEST) {
  const rows = await db
    .select({
      ...{ id: conversationSides.conversationId, lastId: conversationSides.lastId },
      ...{ unread: conversationSides.unread, person: personColumns },
      body: sql<string>`left(${messages.body}, ${LAST_LINE})`,
      ...{ senderId: messages.senderId, createdAt: messages.createdAt, deletedAt: messages.deletedAt },
    })
    .from(conversationSides, { forceIndex: "conversation_sides_list" })
    .innerJoin(messages, lastOfSide)
    .leftJoin(users, eq(users.id, conversationSides.otherId))
    .where(
      and(
        eq(conversationSides.personId, viewer.id),
        eq(conversationSides.state, state),
        gt(conversationSides.lastId, 0),
        lt(conversationSides.lastId, before),
      ),
    )
    .orderBy(desc(conversationSides.lastId))
    .limit(PAGE_SIZE + 1);
  const { items, next } = pageOf(rows, (row) => row.lastId);
  const view = items.map(({ person, senderId, ...row }) => ({
    ...row,
    other: presentOr(person),
    own: senderId === viewer.id,
  }));
  return { items: view, next } satisfies Page<unknown>;
}

const lastOfSide = and(
  eq(messages.conversationId, conversationSides.conversationId),
  eq(messages.id, conversationSides.lastId),
);

/** How many requests wait for the viewer. */
export const countRequests = (viewer: Viewer): Promise<number> =>
  db.$count(
    conversationSides,
    and(
      eq(conversationSides.personId, viewer.id),
      eq(conversationSides.state, "request"),
      gt(conversationSides.lastId, 0),
    ),
  );

/**
 * What there is between the viewer and whoever has, or had, this user name. Null when nobody ever did; and for someone
 * whom the viewer may not see, unless the two have written to each other.
 */
export async function findTalk(username: string, viewer: Viewer) {
  const pair = and(
    eq(conversations.lowId, sql`least(${users.id}, ${viewer.id})`),
    eq(conversations.highId, sql`greatest(${users.id}, ${viewer.id})`),
  );
  const [row] = await db
    .select(talkColumns(viewer))
    .from(usernames)
    .innerJoin(users, eq(users.id, usernames.userId))
    .leftJoin(conversations, pair)
    .leftJoin(conversationSides, sideOf(viewer))
    .where(eq(usernames.key, usernameKey(username)));
  if (!row) return null;
  const talk = asTalk(row, viewer);
  const unseen = talk.other === null || row.whys?.includes("blocked");
  return unseen && !row.lastId ? null : talk;
}

/** The viewer's conversation of this id, also with someone who has no user name any more. Null for anybody else. */
export async function findConversation(id: number, viewer: Viewer): Promise<Talk | null> {
  const [row] = await db
    .select(talkColumns(viewer))
    .from(conversations)
    .innerJoin(conversationSides, sideOf(viewer))
    .leftJoin(users, eq(users.id, conversationSides.otherId))
    .where(eq(conversations.id, id));
  return row ? asTalk(row, viewer) : null;
}

const personColumns = {
  id: users.id,
  username: users.username,
  name: users.name,
  avatar: users.avatar,
  hidden: users.hidden,
};

const talkColumns = (viewer: Viewer) => ({
  person: personColumns,
  open: letsWrite(viewer),
  whys: whysBetween(viewer),
  ...{ id: conversationSides.conversationId, state: conversationSides.state },
  ...{ unread: conversationSides.unread, lastId: conversationSides.lastId },
  ...{ clearedId: conversationSides.clearedId, tidied: conversationSides.tidied },
  revokedAt: conversations.revokedAt,
});

const sideOf = (viewer: Viewer) =>
  and(eq(conversationSides.personId, viewer.id), eq(conversationSides.conversationId, conversations.id));

type Row = {
  person: (PersonRef & { hidden: boolean }) | null;
  open: boolean;
  whys: string | null;
  revokedAt: Date | null;
} & Record<"id" | "unread" | "lastId" | "clearedId" | "tidied", number | null> & {
    state: "open" | "request" | "declined" | null;
  };

function asTalk({ person, open, whys, ...side }: Row, viewer: Viewer) {
  const other = presentOr(person);
  return { ...side, other, closed: whyClosed({ other, open, whys }, viewer) };
}

function whyClosed(
  { other, open, whys }: Pick<Row, "open" | "whys"> & { other: PersonRef | null },
  viewer: Pick<Viewer, "id">,
): Closed | null {
  if (other?.id === viewer.id) return "messageToSelf";
  if (whys?.split(",").includes("block")) return "messageBlocked";
  return other === null || !open || whys?.includes("blocked") ? "messageRefused" : null;
}

/** The person, or null for one who is not to be seen: hidden, or deleted. */
function presentOr(person: (PersonRef & { hidden: boolean }) | null): PersonRef | null {
  if (person === null || person.hidden) return null;
  const { hidden: _, ...other } = person;
  return other;
}

/** The viewer has read this conversation as far as the message `upTo`. Answers how many are unread in all now. */
export async function markRead(viewer: Viewer, id: number, upTo: number): Promise<number> {
  let unread = viewer.unreadMessages;
  const marking = transact(async (tx) => {
    if (!(await lockConversation(tx, id))) return;
    await updateSide(tx, viewer.id, id, {
      readId: sql`greatest(${conversationSides.readId}, ${upTo})`,
    });
    await recountUnread(tx, viewer.id, id);
    unread = await countUnread(tx, viewer.id);
  });
  await inPassing(marking);
  return unread;
}

/** The viewer takes up a conversation that a stranger has begun. */
export const acceptRequest = (viewer: Viewer, id: number) =>
  changeSide(viewer, id, (tx) => updateSide(tx, viewer.id, id, { state: "open" }));

/** The viewer does not: it is in no list any more and what comes stays unread. The stranger does not learn of it. */
export const declineRequest = (viewer: Viewer, id: number) =>
  changeSide(viewer, id, (tx, newest) =>
    updateSide(tx, viewer.id, id, { state: "declined", unread: 0, readId: newest }),
  );

/** Deletes all there is of a conversation for the viewer; the other keeps it. */
export const clearConversation = (viewer: Viewer, id: number) =>
  changeSide(viewer, id, (tx, newest) =>
    updateSide(tx, viewer.id, id, { clearedId: newest, lastId: 0, unread: 0, tidied: ONCE_MORE }),
  );

async function changeSide(
  { id: personId }: Viewer,
  id: number,
  change: (tx: Transaction, newest: number) => Promise<unknown>,
) {
  await transact(async (tx) => {
    const locked = await lockConversation(tx, id);
    if (locked && (locked.lowId === personId || locked.highId === personId)) await change(tx, locked.lastId);
  });
}

/** After a block, in its transaction: what the one who blocks has not read or answered yet is over. */
export async function silence(tx: Transaction, viewerId: number, otherId: number): Promise<void> {
  const locked = await lockPair(tx, viewerId, otherId);
  if (!locked) return;
  await updateSide(tx, viewerId, locked.id, {
    state: sql`if(state = 'request', 'declined', state)`,
    unread: 0,
    readId: locked.lastId,
  });
}
