import type { Page } from "../../src/domain/page.ts";
import type { Profile } from "../../src/domain/people.ts";
import type { PostView } from "../../src/domain/posts.ts";
import { Timeline } from "../posts/timeline.tsx";
import type { Reader } from "../reader.ts";
import { nameOf } from "./person.tsx";
import { ProfileHeader } from "./profile-header.tsx";

interface ProfilePageProps extends Reader {
  profile: Profile;
  page: Page<PostView>;
  href: string;
  older: string | null;
  newest?: string;
}

/** Someone's public page: who they are and what they wrote. */
export function ProfilePage({ profile, page, href, older, newest, ...reader }: ProfilePageProps) {
  const heading = reader.LL.people.postsBy({ name: nameOf(profile) });
  return (
    <>
      <ProfileHeader profile={profile} {...reader} />
      {profile.blocked ? (
        <p class="the-end">{reader.LL.people.blockedHere()}</p>
      ) : page.items.length === 0 && !newest ? (
        <NothingYet profile={profile} {...reader} />
      ) : (
        <Timeline heading={heading} page={page} href={href} older={older} newest={newest} {...reader} />
      )}
    </>
  );
}

function NothingYet({ profile, viewer, LL }: Reader & { profile: Profile }) {
  const own = viewer?.id === profile.id;
  return (
    <div class="empty">
      <p class="lead">{own ? LL.people.noPostsYet() : LL.people.noPosts()}</p>
      <p class="actions">
        {own ? (
          <a class="btn btn-primary" href="/">
            {LL.people.firstPost()}
          </a>
        ) : (
          <a class="btn" href="/explore">
            {LL.layout.explore()}
          </a>
        )}
      </p>
    </div>
  );
}
