import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Profile } from "../../src/domain/people.ts";
import { PostText } from "../posts/post-text.tsx";
import type { Reader } from "../reader.ts";
import { GAP, Sentence } from "../sentence.tsx";
import { Day, When } from "../time.tsx";
import { FollowButton, FollowersCount } from "./follow.tsx";
import { Avatar, nameOf, profilePath } from "./person.tsx";
import { ProfileMenu, UndoForm } from "./profile-menu.tsx";

interface ProfileProps extends Reader {
  profile: Profile;
}

/** Who this is: the head of a profile. */
export function ProfileHeader({ profile, viewer, LL, locale, now }: ProfileProps) {
  return (
    <header class="profile">
      <div class="d-flex align-items-end justify-content-between">
        <Avatar person={profile} size={88} />
        {viewer?.id === profile.id ? (
          <a class="btn" href="/settings/profile">
            {LL.people.editProfile()}
          </a>
        ) : (
          <div class="profile-actions">
            {viewer && <ProfileMenu profile={profile} LL={LL} />}
            {profile.blocked ? (
              <UndoForm
                action={`${profilePath(profile)}/block`}
                label={LL.people.unblock()}
                name={LL.people.unblockPerson({ name: nameOf(profile) })}
                kind="btn btn-follow"
              />
            ) : (
              <FollowButton person={profile} viewer={viewer} LL={LL} />
            )}
          </div>
        )}
      </div>
      <h1>
        <bdi>{nameOf(profile)}</bdi>
      </h1>
      <p class="person-username">@{profile.username}</p>
      {profile.about && <PostText body={profile.about} />}
      <Counts profile={profile} LL={LL} />
      <p class="profile-times">
        <Sentence text={LL.people.joined({ when: GAP })}>
          <Day at={profile.createdAt} locale={locale} />
        </Sentence>
        {" · "}
        <Sentence text={LL.people.lastSeen({ when: GAP })}>
          <When at={profile.lastSeenAt} locale={locale} now={now} />
        </Sentence>
      </p>
    </header>
  );
}

/** How much they wrote, who follows them and whom they follow. */
export function Counts({ profile, LL }: { profile: Profile; LL: TranslationFunctions }) {
  return (
    <ul class="counts list-unstyled d-flex flex-wrap align-items-center column-gap-3 m-0">
      <li>{LL.people.posts({ count: profile.postsCount })}</li>
      <li>
        <FollowersCount person={profile} LL={LL} />
      </li>
      <li>
        <a href={`${profilePath(profile)}/following`}>
          {LL.people.following({ count: profile.followingCount })}
        </a>
      </li>
    </ul>
  );
}
