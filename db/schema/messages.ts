import {
  boolean,
  index,
  int,
  mysqlTable,
  primaryKey,
  text,
  uniqueIndex,
  varchar,
} from "drizzle-orm/mysql-core";
import { bytes, id, moment } from "../columns.ts";

/** What two people write to each other. Whoever changes anything of it first locks this row: see `lockConversation`. */
export const conversations = mysqlTable(
  "conversations",
  {
    id: id().primaryKey(),
    /** The two, in the order of their ids. */
    lowId: id().notNull(),
    highId: id().notNull(),
    /** The newest message, whoever still sees it; each further one gets a greater id. */
    lastId: id().notNull().default(0),
    /** When one was last deleted for both, each time later than before: an open page may not know of it yet. */
    revokedAt: moment(),
  },
  (t) => [uniqueIndex("conversations_pair").on(t.lowId, t.highId)],
);

/**
 * A conversation as one of the two has it. Lists and badges read nothing else. `unread` is kept, not counted: the
 * messages by the other after `readId` and `clearedId` that this person sees.
 */
export const conversationSides = mysqlTable(
  "conversation_sides",
  {
    personId: id().notNull(),
    conversationId: id().notNull(),
    otherId: id().notNull(),
    /** `request`: begun by a stranger and not answered yet. `declined`: in no list, and silent. */
    state: varchar({ length: 8, enum: ["open", "request", "declined"] }).notNull(),
    /** The newest message that this person sees: the place in their list. 0: none, and in no list. */
    lastId: id().notNull().default(0),
    unread: int().notNull().default(0),
    /** Up to here this person has read. */
    readId: id().notNull().default(0),
    /** Up to here this person has deleted the conversation for themselves. */
    clearedId: id().notNull().default(0),
    /** How often this person has deleted anything of it for themselves: an open page may not know of it yet. */
    tidied: int().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.conversationId] }),
    index("conversation_sides_list").on(t.personId, t.state, t.lastId),
    index("conversation_sides_unread").on(t.personId, t.state, t.unread),
  ],
);

/** Messages, clustered by conversation; an id is unique and in order within its own. */
export const messages = mysqlTable(
  "messages",
  {
    conversationId: id().notNull(),
    id: id().notNull(),
    senderId: id().notNull(),
    /** Empty once deleted for both. */
    body: text().notNull(),
    createdAt: moment().notNull(),
    /** When the sender deleted it for both. */
    deletedAt: moment(),
    hiddenFromSender: boolean().notNull().default(false),
    hiddenFromRecipient: boolean().notNull().default(false),
    /** What makes a repeated submit harmless: a digest of the form's key, the conversation and the text. */
    submission: bytes(16),
  },
  (t) => [
    primaryKey({ columns: [t.conversationId, t.id] }),
    uniqueIndex("messages_submission").on(t.senderId, t.submission),
  ],
);
