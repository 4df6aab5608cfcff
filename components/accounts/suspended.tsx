import type { Locales, TranslationFunctions } from "../../locales/i18n-types.js";
import { PostText } from "../posts/post-text.tsx";
import { GAP, Sentence } from "../sentence.tsx";
import { Day } from "../time.tsx";

interface SuspendedProps {
  /** In the words of whoever runs the site. */
  reason: string;
  since: Date;
  locale: Locales;
  LL: TranslationFunctions;
}

/** Said in place of signing in to somebody who is suspended. */
export function Suspended({ reason, since, locale, LL }: SuspendedProps) {
  const texts = LL.accounts.suspended;
  return (
    <section class="sheet question">
      <h1>{texts.title()}</h1>
      <p class="lead">{texts.lead()}</p>
      <p>{texts.reason()}</p>
      <blockquote>
        <PostText body={reason} />
      </blockquote>
      <p>
        <Sentence text={texts.since({ day: GAP })}>
          <Day at={since} locale={locale} />
        </Sentence>
      </p>
      <p>{texts.mistake()}</p>
      <p class="actions">
        <a class="btn btn-primary" href="/explore">
          {LL.accounts.register.readOn()}
        </a>
      </p>
    </section>
  );
}
