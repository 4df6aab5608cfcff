import { and, desc, eq, isNull, lt, ne, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/mysql-core";
import { db } from "../../db/client.ts";
import { conversationSides, follows, posts, usernames, users } from "../../db/schema.ts";
import { letsWrite, whysBetween } from "./between.ts";
import { NEWEST, PAGE_SIZE, type Page, pageOf } from "./page.ts";
import { by, type Seer, seesJoined, seesPerson, skippingMuted } from "./seen-people.ts";
import { BY_KEY } from "./seen-posts.ts";
import { usernameKey } from "./usernames.ts";

export type User = typeof users.$inferSelect;

/** As much of a person as stands beside what they wrote. */
export type PersonRef = Pick<User, "id" | "username" | "name" | "avatar">;

/** The signed-in person: what every page needs of them, and never the password's hash. */
export type Viewer = PersonRef &
  Pick<User, "locale" | "theme" | "admin" | "emailConfirmedAt" | "lastSeenAt"> & { unreadMessages: number };

/** A person in a list. `followed`: by the viewer. */
export type PersonView = PersonRef & Pick<User, "about"> & { followed: boolean };

/**
 * A person's public page. `blocked`, `muted`: by the viewer, who may write to them when they are `reachable`.
 */
export type Profile = PersonView &
  Pick<User, "followersCount" | "followingCount" | "postsCount" | "createdAt" | "lastSeenAt"> & {
    blocked: boolean;
    muted: boolean;
    reachable: boolean;
  };

/** How many messages someone has not read, requests aside: the few conversations that have any, by their own index. */
const unreadMessages = sql<number>`(
  select coalesce(sum(unread), 0) from ${conversationSides}
  where person_id = ${sql.raw("users.id")} and state = 'open' and unread > 0
)`.mapWith(Number);

export const viewerColumns = {
  id: users.id,
  username: users.username,
  name: users.name,
  avatar: users.avatar,
  locale: users.locale,
  theme: users.theme,
  admin: users.admin,
  emailConfirmedAt: users.emailConfirmedAt,
  lastSeenAt: users.lastSeenAt,
  unreadMessages: unreadMessages.as("unread_messages"),
};

const mine = alias(follows, "mine");
const personColumns = {
  id: users.id,
  username: users.username,
  name: users.name,
  avatar: users.avatar,
  about: users.about,
};

/** The person who has, or once had, this user name; null when nobody ever did, or the viewer may not see them. */
export async function findProfile(username: string, viewer: PersonRef | null): Promise<Profile | null> {
  const [person] = await profile.execute({ ...by(viewer), key: usernameKey(username) });
  if (person === undefined) return null;
  const { hidden, whys, ...rest } = withFollowed(person);
  const reasons = whys?.split(",") ?? [];
  if ((hidden && person.id !== viewer?.id) || reasons.includes("blocked")) return null;
  return { ...rest, blocked: reasons.includes("block"), muted: reasons.includes("mute") };
}

/** Asked with many pages: its SQL is built once. */
const profile = prepareProfile();

function prepareProfile() {
  const viewer = { id: sql.placeholder("viewer") };
  return db
    .select({
      ...personColumns,
      followersCount: users.followersCount,
      followingCount: users.followingCount,
      postsCount: users.postsCount,
      createdAt: users.createdAt,
      lastSeenAt: users.lastSeenAt,
      followedBy: mine.followerId,
      hidden: users.hidden,
      whys: whysBetween(viewer),
      reachable: letsWrite(viewer),
    })
    .from(usernames)
    .innerJoin(users, eq(users.id, usernames.userId))
    .leftJoin(mine, followedBy(viewer))
    .where(eq(usernames.key, sql.placeholder("key")))
    .prepare();
}

/** Whoever has, or had, this user name, whatever there is between them and the viewer. */
export async function findPerson(username: string): Promise<PersonRef | null> {
  const [person] = await db
    .select({ id: users.id, username: users.username, name: users.name, avatar: users.avatar })
    .from(usernames)
    .innerJoin(users, eq(users.id, usernames.userId))
    .where(eq(usernames.key, usernameKey(username)));
  return person ?? null;
}

/** Who follows this person, newest first; `before` is the `next` of the page before. */
export const followersOf = (person: PersonRef, viewer: PersonRef | null, before = NEWEST) =>
  peopleAlong(eq(follows.followeeId, person.id), follows.followerId, viewer, before);

/** Whom this person follows, newest first. */
export const followingOf = (person: PersonRef, viewer: PersonRef | null, before = NEWEST) =>
  peopleAlong(eq(follows.followerId, person.id), follows.followeeId, viewer, before);

/** The edges are limited before the people are joined: asked for in one, MySQL may begin with all people there are. */
async function peopleAlong(
  edges: SQL,
  end: typeof follows.followerId | typeof follows.followeeId,
  viewer: PersonRef | null,
  before: number,
): Promise<Page<PersonView>> {
  const page = db
    .select({ edge: follows.id, personId: sql<number>`${end}`.as("person_id") })
    .from(follows)
    .where(and(edges, lt(follows.id, before), seesPerson(viewer, end)))
    .orderBy(desc(follows.id))
    .limit(PAGE_SIZE + 1)
    .as("page");
  const rows = await db
    .select({ ...personColumns, edge: page.edge, followedBy: mine.followerId })
    .from(page)
    .innerJoin(users, eq(users.id, page.personId))
    .leftJoin(mine, followedBy(viewer))
    .orderBy(desc(page.edge));
  const { items, next } = pageOf(rows, (row) => row.edge);
  return { items: items.map(withFollowed), next };
}

const SUGGESTIONS = 5;
const RECENT_POSTS = 200;

/** A few people who wrote lately and whom the viewer does not follow yet, those with most followers first. */
export async function whomToFollow(viewer: PersonRef | null): Promise<PersonView[]> {
  const people = await suggestions.execute(by(viewer));
  return people
    .toSorted((a, b) => b.followersCount - a.followersCount || b.id - a.id)
    .map((person) => ({ ...person, followed: false }));
}

/**
 * The left joins and the named index leave no engine a choice: one step into users and one into follows for each author,
 * never a walk through all people there are. What is shown of them is read last, for the few: MariaDB keeps a temporary
 * table with texts in a file. Asked with most pages: its SQL is built once.
 */
const suggestions = prepareSuggestions();

function prepareSuggestions() {
  const viewer = sql.placeholder("viewer");
  const recent = db
    .select({ authorId: posts.authorId })
    .from(posts)
    .orderBy(desc(posts.id))
    .limit(RECENT_POSTS)
    .as("recent");
  const authors = db.selectDistinct({ id: recent.authorId }).from(recent).as("authors");
  const seen = seesJoined(skippingMuted({ id: viewer }), authors.id);
  const edge = and(eq(follows.followerId, viewer), eq(follows.followeeId, authors.id));
  const picked = db
    .select({ id: users.id })
    .from(authors)
    .leftJoin(users, eq(users.id, authors.id), BY_KEY)
    .leftJoin(follows, edge, BY_KEY)
    .where(and(isNull(follows.followerId), ne(authors.id, viewer), seen))
    .orderBy(desc(users.followersCount), desc(users.id))
    .limit(SUGGESTIONS)
    .as("picked");
  return db
    .select({ ...personColumns, followersCount: users.followersCount })
    .from(picked)
    .innerJoin(users, eq(users.id, picked.id))
    .prepare();
}

/** The edge from the viewer to the person of the row; nobody signed in follows nobody. */
function followedBy(viewer: Seer) {
  return and(eq(mine.followerId, viewer?.id ?? 0), eq(mine.followeeId, users.id));
}

function withFollowed<Row extends { followedBy: number | null }>({ followedBy, ...person }: Row) {
  return { ...person, followed: followedBy !== null };
}
