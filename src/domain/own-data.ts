import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/mysql-core";
import { db } from "../../db/client.ts";
import {
  conversationSides,
  follows,
  hidings,
  messages,
  posts,
  securityEvents,
  users,
} from "../../db/schema.ts";
import { seenOfSide } from "./conversation-sides.ts";

/*
 * Everything of one person's, for themselves: each question answers a batch after `after` in the order of ids, as long
 * as there is more.
 */

const AT_ONCE = 500;

/** Who they are, or null when they are not here. */
export async function findOwner(id: number) {
  const [owner] = await db
    .select({
      ...{ id: users.id, username: users.username, name: users.name, about: users.about },
      ...{ email: users.email, locale: users.locale, theme: users.theme, avatar: users.avatar },
      ...{ messagesFrom: users.messagesFrom, createdAt: users.createdAt },
    })
    .from(users)
    .where(eq(users.id, id));
  return owner ?? null;
}

export type Owner = NonNullable<Awaited<ReturnType<typeof findOwner>>>;

/** How many posts and messages there are to be written. */
export async function countOwn(id: number) {
  const [ofPosts, [ofMessages]] = await Promise.all([
    db.$count(posts, eq(posts.authorId, id)),
    db
      .select({ count: sql`count(*)`.mapWith(Number) })
      .from(conversationSides)
      .innerJoin(messages, seenOfSide)
      .where(ownSides(id)),
  ]);
  return { posts: ofPosts, messages: ofMessages?.count ?? 0 };
}

export const ownPosts = (id: number, after: number) =>
  db
    .select({
      ...{ id: posts.id, body: posts.body, language: posts.language, createdAt: posts.createdAt },
      ...{ editedAt: posts.editedAt, importedAt: posts.importedAt },
    })
    .from(posts, { forceIndex: "posts_author" })
    .where(and(eq(posts.authorId, id), gt(posts.id, after)))
    .orderBy(asc(posts.id))
    .limit(AT_ONCE);

export type OwnPost = Awaited<ReturnType<typeof ownPosts>>[number];

/** Whom they follow, or who follows them, by user name. */
export function ownFollows(id: number, way: "following" | "followers", after: number) {
  const [own, other] =
    way === "following" ? [follows.followerId, follows.followeeId] : [follows.followeeId, follows.followerId];
  return db
    .select({ id: follows.id, username: users.username })
    .from(follows)
    .innerJoin(users, eq(users.id, other))
    .where(and(eq(own, id), gt(follows.id, after), eq(users.hidden, false)))
    .orderBy(asc(follows.id))
    .limit(AT_ONCE);
}

/** Whom they have blocked or muted. That others have blocked them is not theirs to know. */
export const ownHidings = (id: number, why: "block" | "mute", after: number) =>
  db
    .select({ id: hidings.id, username: users.username })
    .from(hidings)
    .innerJoin(users, eq(users.id, hidings.personId))
    .where(
      and(eq(hidings.viewerId, id), eq(hidings.why, why), gt(hidings.id, after), eq(users.hidden, false)),
    )
    .orderBy(asc(hidings.id))
    .limit(AT_ONCE);

/** Their conversations, as they stand in their lists. `username` is null for someone who is not here any more. */
export const ownConversations = (id: number, after: number) =>
  db
    .select({
      ...{ id: conversationSides.conversationId, state: conversationSides.state },
      username: sql<string | null>`if(${other.hidden}, null, ${other.username})`,
    })
    .from(conversationSides)
    .leftJoin(other, eq(other.id, conversationSides.otherId))
    .where(and(ownSides(id), gt(conversationSides.conversationId, after)))
    .orderBy(asc(conversationSides.conversationId))
    .limit(AT_ONCE);

const other = alias(users, "other");

const ownSides = (id: number) =>
  and(
    eq(conversationSides.personId, id),
    inArray(conversationSides.state, ["open", "request"]),
    gt(conversationSides.lastId, 0),
  );

/** What they see of a conversation. */
export const ownMessages = (id: number, conversationId: number, after: number) =>
  db
    .select({
      ...{ id: messages.id, senderId: messages.senderId, body: messages.body },
      ...{ createdAt: messages.createdAt, deletedAt: messages.deletedAt },
    })
    .from(conversationSides)
    .innerJoin(messages, seenOfSide)
    .where(
      and(
        ownSides(id),
        eq(conversationSides.conversationId, conversationId),
        eq(messages.conversationId, conversationId),
        gt(messages.id, after),
      ),
    )
    .orderBy(asc(messages.id))
    .limit(AT_ONCE);

export const ownSecurityEvents = (id: number, after: number) =>
  db
    .select({
      ...{ id: securityEvents.id, kind: securityEvents.kind, address: securityEvents.address },
      ...{ userAgent: securityEvents.userAgent, createdAt: securityEvents.createdAt },
    })
    .from(securityEvents)
    .where(and(eq(securityEvents.userId, id), gt(securityEvents.id, after)))
    .orderBy(asc(securityEvents.id))
    .limit(AT_ONCE);
