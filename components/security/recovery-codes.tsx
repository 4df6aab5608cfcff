import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Viewer } from "../../src/domain/people.ts";
import { SettingsPage } from "../settings/settings-page.tsx";

interface PageProps {
  viewer: Viewer;
  LL: TranslationFunctions;
}

/** Ten codes, shown this once. `added`: they came with the app that was just set up. */
export function RecoveryCodes({ codes, added, viewer, LL }: PageProps & { codes: string[]; added: boolean }) {
  const texts = LL.security.recovery;
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${codes.join("\n")}\n`)}`;
  return (
    <SettingsPage current="security" viewer={viewer} LL={LL}>
      {added && (
        <p class="alert alert-success" role="status">
          {texts.added()}
        </p>
      )}
      <h2>{texts.title()}</h2>
      <p>{texts.once()}</p>
      <ol class="codes">
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p class="actions">
        <a class="btn" href={file} download="recovery-codes.txt">
          {texts.download()}
        </a>
        <a class="btn btn-primary" href="/settings/security">
          {texts.kept()}
        </a>
      </p>
    </SettingsPage>
  );
}

/** Asks before the codes that are left die for new ones. */
export function RecoveryRenewal({ left, viewer, LL }: PageProps & { left: number }) {
  const texts = LL.security.recovery;
  return (
    <SettingsPage current="security" viewer={viewer} LL={LL}>
      <h2>{texts.renewTitle()}</h2>
      <p>{texts.left({ count: left })}</p>
      <p>{texts.renewLead()}</p>
      <form method="post" action="/settings/security/recovery-codes">
        <button class="btn btn-primary" type="submit">
          {texts.renew()}
        </button>
      </form>
      <p class="mt-4">
        <a href="/settings/security">{LL.security.back()}</a>
      </p>
    </SettingsPage>
  );
}
