import type { TranslationFunctions } from "../../locales/i18n-types.js";

interface Texts {
  LL: TranslationFunctions;
}

/** What the link of a mail leads to: one button, so that no program that looks at links confirms anything. */
export function ConfirmPage({ LL, token, email }: Texts & { token: string; email: string }) {
  const texts = LL.accounts.confirm;
  return (
    <section class="empty">
      <h1>{texts.title()}</h1>
      <p class="lead">{texts.lead({ address: email })}</p>
      <form class="actions" method="post" action={`/confirm-email/${token}`}>
        <button class="btn btn-primary" type="submit">
          {texts.submit()}
        </button>
      </form>
    </section>
  );
}

/**
 * Said of a link that was used, ran out or never was one, with what may be done about it. `reader`: who reads it, as far as
 * it matters.
 */
export function ConfirmLinkDead({ LL, reader }: Texts & { reader: "unconfirmed" | "confirmed" | "visitor" }) {
  const texts = LL.accounts.confirm;
  return (
    <section class="empty">
      <h1>{texts.deadTitle()}</h1>
      <p class="lead">{texts.dead()}</p>
      {reader === "unconfirmed" && (
        <form class="actions" method="post" action="/confirm-email">
          <button class="btn btn-primary" type="submit">
            {texts.again()}
          </button>
        </form>
      )}
      {reader === "confirmed" && (
        <p class="actions">
          <a class="btn btn-primary" href="/settings/account">
            {LL.mail.toAccount()}
          </a>
        </p>
      )}
      {reader === "visitor" && (
        <>
          <p>{texts.signIn()}</p>
          <p class="actions">
            <a class="btn btn-primary" href="/login?next=/settings/account">
              {LL.layout.signIn()}
            </a>
          </p>
        </>
      )}
    </section>
  );
}

/** Stands on every page of somebody who has yet to confirm their address. */
export function ConfirmReminder({ LL }: Texts) {
  const texts = LL.accounts.confirm;
  return (
    <form class="reminder" method="post" action="/confirm-email">
      <p>{texts.remind()}</p>
      <button class="btn" type="submit">
        {texts.resend()}
      </button>
    </form>
  );
}

/** Said to somebody who may not write yet. */
export function MayNotPost({ LL }: Texts) {
  const texts = LL.accounts.confirm;
  return (
    <section class="empty">
      <h1>{texts.mayNotTitle()}</h1>
      <p class="lead">{texts.mayNot()}</p>
      <form class="actions" method="post" action="/confirm-email">
        <button class="btn btn-primary" type="submit">
          {texts.resend()}
        </button>
      </form>
    </section>
  );
}
