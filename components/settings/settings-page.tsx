import type { PropsWithChildren } from "hono/jsx";
import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Viewer } from "../../src/domain/people.ts";

interface SettingsPageProps {
  current: "profile" | "account" | "security" | "privacy" | "notifications" | "export" | "appearance";
  /** Somebody unknown may choose an appearance too, and has no other settings. */
  viewer: Viewer | null;
  LL: TranslationFunctions;
}

/** One page of the settings, and the way to the others. */
export function SettingsPage({ current, viewer, LL, children }: PropsWithChildren<SettingsPageProps>) {
  const sections = [
    { name: "profile", label: LL.settings.profile.title() },
    { name: "account", label: LL.settings.account.title() },
    { name: "security", label: LL.security.title() },
    { name: "privacy", label: LL.settings.privacy.title() },
    { name: "notifications", label: LL.notifications.choices.title() },
    { name: "export", label: LL.archives.title() },
    { name: "appearance", label: LL.settings.appearance.title() },
  ] as const;
  return (
    <section class="sheet">
      <h1>{LL.settings.title()}</h1>
      {viewer && (
        <nav class="tabs" aria-label={LL.settings.sections()}>
          {sections.map(({ name, label }) => (
            <a href={`/settings/${name}`} aria-current={name === current ? "page" : undefined}>
              {label}
            </a>
          ))}
        </nav>
      )}
      {children}
    </section>
  );
}
