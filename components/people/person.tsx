import type { PersonRef } from "../../src/domain/people.ts";

/** What someone is called: the name they gave, or else their user name. */
export const nameOf = (person: PersonRef): string => person.name || person.username;

export const profilePath = (person: Pick<PersonRef, "username">): string => `/@${person.username}`;

type Face = Pick<PersonRef, "id" | "avatar">;

/** Where someone's picture is: the one they chose, in the smaller of its sizes that will do, or the generated one. */
export const avatarPath = ({ id, avatar }: Face, size: number): string =>
  avatar ? `/avatars/${avatar}-${size <= 48 ? 96 : 400}.webp` : `/avatars/${id}.svg`;

/** Decoration: the name always stands beside it, so it has no text of its own. */
export function Avatar({ person, size }: { person: Face; size: number }) {
  return (
    <img class="avatar" src={avatarPath(person, size)} width={size} height={size} alt="" loading="lazy" />
  );
}

/** Name and user name as one link to the profile. `to-person`: `public/card.js` shows there who it is. */
export function PersonLink({ person }: { person: PersonRef }) {
  return (
    <a class="person-link to-person" href={profilePath(person)}>
      <bdi class="person-name">{nameOf(person)}</bdi> <span class="person-username">@{person.username}</span>
    </a>
  );
}
