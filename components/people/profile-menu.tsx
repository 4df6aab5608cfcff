import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Profile } from "../../src/domain/people.ts";
import { nameOf, profilePath } from "./person.tsx";

interface MenuProps {
  profile: Profile;
  LL: TranslationFunctions;
}

/** Writing to someone, and what one would rather not do often. */
export function ProfileMenu({ profile, LL }: MenuProps) {
  const path = profilePath(profile);
  return (
    <>
      {profile.reachable && !profile.blocked && (
        <a class="btn btn-follow" href={`/messages${path}`}>
          {LL.people.message()}
        </a>
      )}
      <details class="menu">
        <summary class="btn btn-follow" aria-label={LL.people.moreAbout({ name: nameOf(profile) })}>
          …
        </summary>
        <div class="menu-list">
          <MuteForm profile={profile} LL={LL} />
          {!profile.blocked && (
            <a class="way" href={`${path}/block`}>
              {LL.people.block()}
            </a>
          )}
        </div>
      </details>
    </>
  );
}

function MuteForm({ profile, LL }: MenuProps) {
  const action = `${profilePath(profile)}/mute`;
  if (profile.muted) return <UndoForm action={action} label={LL.people.unmute()} kind="way" />;
  return (
    <form method="post" action={action}>
      <button class="way" type="submit">
        {LL.people.mute()}
      </button>
    </form>
  );
}

/** A button that takes something back. */
export function UndoForm({
  action,
  label,
  name,
  kind,
}: {
  action: string;
  label: string;
  name?: string;
  kind: "way" | "btn btn-follow";
}) {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="_method" value="DELETE" />
      <button class={kind} type="submit" aria-label={name}>
        {label}
      </button>
    </form>
  );
}
