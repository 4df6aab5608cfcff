import type { Profile } from "../../src/domain/people.ts";
import { PostText } from "../posts/post-text.tsx";
import type { Reader } from "../reader.ts";
import { FollowButton } from "./follow.tsx";
import { Avatar, PersonLink } from "./person.tsx";
import { Counts } from "./profile-header.tsx";

/** Who somebody is, in short: what `public/card.js` shows beside their name. Its follow button is that of the profile. */
export function PersonCard({ profile, viewer, LL }: Pick<Reader, "viewer" | "LL"> & { profile: Profile }) {
  return (
    <div class="card-person">
      <div class="card-head">
        <Avatar person={profile} size={56} />
        <FollowButton person={profile} viewer={viewer} LL={LL} />
      </div>
      <PersonLink person={profile} />
      {profile.about && <PostText body={profile.about} />}
      <Counts profile={profile} LL={LL} />
    </div>
  );
}
