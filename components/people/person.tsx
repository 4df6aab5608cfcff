import type { PersonRef } from "../../src/domain/people.ts";

/** What someone is called: the name they gave, or else their user name. */
export const nameOf = (person: PersonRef): string => person.name || person.username;

export const profilePath = (person: Pick<PersonRef, "username">): string => `/@${person.username}`;

/** Decoration: the name always stands beside it, so it has no text of its own. */
export function Avatar({ person, size }: { person: Pick<PersonRef, "id">; size: number }) {
  return (
    <img class="avatar" src={`/avatars/${person.id}.svg`} width={size} height={size} alt="" loading="lazy" />
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
