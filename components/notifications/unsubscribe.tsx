import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { PersonRef } from "../../src/domain/people.ts";

interface UnsubscribeProps {
  person: PersonRef;
  /** This very address: the token in it acts, whoever is signed in. */
  path: string;
  LL: TranslationFunctions;
}

/** Asks before mails end: programs that follow links in mails must not be enough. */
export function Unsubscribe({ person, path, LL }: UnsubscribeProps) {
  const texts = LL.notifications.unsubscribe;
  return (
    <section class="sheet">
      <h1>{texts.title()}</h1>
      <p class="lead">{texts.lead({ username: person.username })}</p>
      <form method="post" action={path}>
        <button class="btn btn-primary" type="submit" name="List-Unsubscribe" value="One-Click">
          {texts.submit()}
        </button>
      </form>
    </section>
  );
}

/** They have ended. */
export function Unsubscribed({ LL }: Pick<UnsubscribeProps, "LL">) {
  const texts = LL.notifications.unsubscribe;
  return (
    <section class="sheet">
      <h1>{texts.done()}</h1>
      <p class="lead">{texts.back()}</p>
      <p class="actions">
        <a class="btn" href="/settings/notifications">
          {texts.toSettings()}
        </a>
      </p>
    </section>
  );
}
