import type { Page } from "../../src/domain/page.ts";
import type { PersonRef, PersonView } from "../../src/domain/people.ts";
import { OlderLink, TheEnd } from "../pagination.tsx";
import type { Reader } from "../reader.ts";
import { FollowButton } from "./follow.tsx";
import { Avatar, nameOf, PersonLink, profilePath } from "./person.tsx";

interface PeoplePageProps extends Reader {
  page: Pick<Page<PersonView>, "items">;
  /** The address of this page. */
  href: string;
  /** The address of the next one; null at the end. */
  older: string | null;
  /** What stands below the last one, where it is not the usual. */
  end?: string;
}

/** A page of people and the way on: part of a full page, and what htmx fetches for the link before it. */
export function PeoplePage({ page, href, older, end, ...reader }: PeoplePageProps) {
  const { LL } = reader;
  return (
    <>
      <ul class="page list-unstyled" data-place={href}>
        {page.items.map((person) => (
          <li>
            <PersonRow person={person} {...reader} />
          </li>
        ))}
      </ul>
      {older ? (
        <OlderLink href={older} label={LL.people.older()} LL={LL} />
      ) : (
        <TheEnd text={page.items.length === 0 ? LL.people.nobody() : (end ?? LL.people.end())} />
      )}
    </>
  );
}

/** Who follows someone, or whom they follow, with a heading of its own. */
export function PeopleList({ of, heading, ...list }: PeoplePageProps & { of: PersonRef; heading: string }) {
  return (
    <section aria-labelledby="people-title">
      <h1 id="people-title">{heading}</h1>
      <p>
        <a class="back" href={profilePath(of)}>
          {list.LL.people.back()}
        </a>
      </p>
      <PeoplePage {...list} />
    </section>
  );
}

export function PersonRow({ person, viewer, LL }: Pick<Reader, "viewer" | "LL"> & { person: PersonView }) {
  return (
    <div class="person">
      <Avatar person={person} size={44} />
      <div class="person-words">
        <PersonLink person={person} />
        {person.about && (
          <p class="person-about" dir="auto">
            {person.about}
          </p>
        )}
      </div>
      <FollowButton person={person} viewer={viewer} LL={LL} />
    </div>
  );
}

/** A few suggestions; nothing when there is nobody to suggest. */
export function WhomToFollow({ people, ...reader }: Reader & { people: PersonView[] }) {
  if (people.length === 0) return null;
  return (
    <section class="whom" aria-labelledby="whom-title">
      <h2 id="whom-title">{reader.LL.people.whomToFollow()}</h2>
      <ul class="list-unstyled">
        {people.map((person) => (
          <li>
            <PersonRow person={person} {...reader} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The title of a list of people. */
export const peopleTitle = (kind: "followers" | "following", of: PersonRef, LL: Reader["LL"]): string =>
  kind === "followers"
    ? LL.people.followersOf({ name: nameOf(of) })
    : LL.people.followedBy({ name: nameOf(of) });
