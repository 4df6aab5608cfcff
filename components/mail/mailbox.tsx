import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { KeptMail } from "../../src/domain/dev-mailbox.ts";

/** Development's mailbox: what was sent lately, newest first. */
export function Mailbox({ mails, LL }: { mails: readonly KeptMail[]; LL: TranslationFunctions }) {
  const texts = LL.mail.mailbox;
  return (
    <section class="sheet">
      <h1>{texts.title()}</h1>
      <p class="lead">{mails.length > 0 ? texts.lead() : texts.empty()}</p>
      {mails.map(({ number, to, subject, text, link }) => (
        <details class="kept-mail" open={number === mails[0]?.number}>
          <summary>
            <strong>{subject}</strong> <span class="field-hint">{texts.to({ address: to })}</span>
          </summary>
          <pre>{text}</pre>
          {link && (
            <p>
              <a class="btn" href={link}>
                {texts.follow()}
              </a>
            </p>
          )}
        </details>
      ))}
    </section>
  );
}
