import { index, mysqlTable, primaryKey, uniqueIndex, varchar } from "drizzle-orm/mysql-core";
import { id, jsonText, moment } from "../columns.ts";

/** Whom a post mentions, the first twenty. By id: a new user name changes nothing. */
export const mentions = mysqlTable("mentions", { postId: id().notNull(), personId: id().notNull() }, (t) => [
  primaryKey({ columns: [t.postId, t.personId] }),
  index("mentions_person").on(t.personId, t.postId),
]);

/**
 * What people are told. `actorId` and `subjectId` are 0 where a kind has none; with them an event is told once, however
 * often its job runs. See `src/domain/notifications/`.
 */
export const notifications = mysqlTable(
  "notifications",
  {
    id: id().primaryKey(),
    recipientId: id().notNull(),
    kind: varchar({ length: 24 }).notNull(),
    actorId: id().notNull().default(0),
    /** The post of a mention, the event of the security log. */
    subjectId: id().notNull().default(0),
    createdAt: moment().notNull(),
    readAt: moment(),
  },
  (t) => [
    index("notifications_recipient").on(t.recipientId, t.id),
    index("notifications_unread").on(t.recipientId, t.readAt),
    index("notifications_subject").on(t.subjectId, t.kind),
    index("notifications_actor").on(t.actorId),
    uniqueIndex("notifications_once").on(t.recipientId, t.kind, t.actorId, t.subjectId),
  ],
);

/** What people want to be told, where that is not the usual. See `src/domain/notifications/choices.ts`. */
export const notificationChoices = mysqlTable(
  "notification_choices",
  {
    personId: id().primaryKey(),
    choices: jsonText<Record<"site" | "mail", Record<string, boolean>>>().notNull(),
    /** When they are sent by mail. */
    digest: varchar({ length: 12 }).notNull(),
    /** The newest notification that a mail was about. */
    toldUpTo: id().notNull().default(0),
    /** When the next weekly mail is due. */
    dueAt: moment(),
  },
  (t) => [index("notification_choices_due").on(t.dueAt)],
);
