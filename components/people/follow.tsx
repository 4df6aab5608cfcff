import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { PersonRef, Profile, Viewer } from "../../src/domain/people.ts";
import { nameOf, profilePath } from "./person.tsx";

interface FollowProps {
  person: PersonRef & { followed: boolean };
  viewer: Viewer | null;
  LL: TranslationFunctions;
}

/**
 * Follow or unfollow. The same person's button may stand several times on a page, so it is known by a class and not by
 * an id. `public/live.js` has it ask for its state again where that may have changed elsewhere.
 */
export function FollowButton({ person, viewer, LL }: FollowProps) {
  if (viewer?.id === person.id) return null;
  const name = nameOf(person);
  if (!viewer) {
    return (
      <a
        class="btn btn-primary btn-follow"
        href={`/login?next=${profilePath(person)}`}
        aria-label={LL.people.followPerson({ name })}
      >
        {LL.people.follow()}
      </a>
    );
  }
  const action = `${profilePath(person)}/follow`;
  return (
    <div class={`follow follow-${person.id}`} data-fresh="" hx-get={action} hx-trigger="fresh">
      <form method="post" action={action} hx-post={action} hx-sync="this:drop">
        {person.followed ? <UnfollowSubmit name={name} LL={LL} /> : <FollowSubmit name={name} LL={LL} />}
      </form>
    </div>
  );
}

/** How many follow this person; leads to them. */
export function FollowersCount({ person, LL }: { person: Profile; LL: TranslationFunctions }) {
  return (
    <a class={`followers-${person.id}`} href={`${profilePath(person)}/followers`}>
      {LL.people.followers({ count: person.followersCount })}
    </a>
  );
}

/**
 * The answer to following, unfollowing and asking again: every button and count of this person, wherever on the page.
 * Morphed, so that the button that was pressed keeps the focus.
 */
export function FollowAnswer({ person, viewer, LL }: FollowProps & { person: Profile }) {
  return (
    <>
      <hx-partial hx-target={`.follow-${person.id}`} hx-swap="outerMorph">
        <FollowButton person={person} viewer={viewer} LL={LL} />
      </hx-partial>
      <hx-partial hx-target={`.followers-${person.id}`} hx-swap="outerMorph">
        <FollowersCount person={person} LL={LL} />
      </hx-partial>
    </>
  );
}

interface SubmitProps {
  name: string;
  LL: TranslationFunctions;
}

function FollowSubmit({ name, LL }: SubmitProps) {
  return (
    <button class="btn btn-primary btn-follow" type="submit" aria-label={LL.people.followPerson({ name })}>
      {LL.people.follow()}
    </button>
  );
}

function UnfollowSubmit({ name, LL }: SubmitProps) {
  return (
    <>
      <input type="hidden" name="_method" value="DELETE" />
      <button class="btn btn-follow" type="submit" aria-label={LL.people.unfollowPerson({ name })}>
        {LL.people.unfollow()}
      </button>
    </>
  );
}
