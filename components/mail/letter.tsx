import { raw } from "hono/html";
import type { Locales, TranslationFunctions } from "../../locales/i18n-types.js";
import type { Letter } from "../../src/mail/letter.ts";

interface LetterProps {
  letter: Letter;
  username: string;
  locale: Locales;
  LL: TranslationFunctions;
  /** `address`: without a slash at its end. */
  site: { name: string; address: string };
}

/** A mail as a page: no style and no picture, so that every reader shows it as it shows what friends write. */
export function LetterPage({ letter, username, locale, LL, site }: LetterProps) {
  const { subject, opening, link, closing, unsubscribe } = letter;
  return (
    <>
      {raw("<!doctype html>")}
      <html lang={locale}>
        <head>
          <meta charset="utf-8" />
          <title>{subject}</title>
        </head>
        <body>
          <p>{LL.mail.greeting({ name: username })}</p>
          {opening.map((paragraph) => (
            <p>{paragraph}</p>
          ))}
          {link && (
            <p>
              <a href={site.address + link.path}>
                <strong>{link.label}</strong>
              </a>
            </p>
          )}
          {closing.map((paragraph) => (
            <p>{paragraph}</p>
          ))}
          {unsubscribe && (
            <p>
              <a href={site.address + unsubscribe.path}>{unsubscribe.label}</a>
            </p>
          )}
          <p>
            <a href={site.address}>{site.name}</a>
          </p>
        </body>
      </html>
    </>
  );
}

/** The same in plain text. */
export function letterText({ letter, username, LL, site }: LetterProps): string {
  const { opening, link, closing, unsubscribe } = letter;
  const paragraphs = [
    LL.mail.greeting({ name: username }),
    ...opening,
    ...(link ? [`${link.label}:\n${site.address}${link.path}`] : []),
    ...closing,
    ...(unsubscribe ? [`${unsubscribe.label}:\n${site.address}${unsubscribe.path}`] : []),
    `-- \n${site.name}\n${site.address}`,
  ];
  return `${paragraphs.join("\n\n")}\n`;
}
