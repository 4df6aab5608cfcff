import { html } from "hono/html";
import type { Locales, TranslationFunctions } from "../../locales/i18n-types.js";
import type { Owner, OwnPost } from "../domain/own-data.ts";
import { siteAddress } from "../domain/site.ts";

/** The language an archive is written in: its owner's. */
export interface Words {
  locale: Locales;
  LL: TranslationFunctions;
}

const STYLE = `:root{color-scheme:light dark}body{max-width:40rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif}
header img{width:6rem;height:6rem;border-radius:50%}article{border-top:1px solid #8884;padding:1rem 0}
p{white-space:pre-wrap;overflow-wrap:anywhere;margin:.25rem 0}time,small{opacity:.75;font-size:.875rem}`;

/** The text of `index.html`, in parts: a page that needs nothing but itself. */
export async function* pageOf(
  owner: Owner,
  picture: Uint8Array | null,
  batches: AsyncIterable<OwnPost[]>,
  words: Words,
): AsyncGenerator<string> {
  const { LL, locale } = words;
  const name = owner.name || owner.username;
  const face = picture && `data:image/webp;base64,${Buffer.from(picture).toString("base64")}`;
  const when = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
  yield `${html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${LL.archives.contents.title({ name })}</title><style>${STYLE}</style></head><body>
<header>${face ? html`<img src="${face}" alt="">` : ""}<h1 dir="auto">${name}</h1>
<small>@${owner.username} · ${siteAddress()}</small><p dir="auto">${owner.about}</p></header>
<main><h2>${LL.archives.contents.posts()}</h2>
`}`;
  const post = ({ body, createdAt, editedAt }: OwnPost) =>
    html`<article><time datetime="${createdAt.toISOString()}">${when.format(createdAt)} UTC</time>
<p dir="auto">${body}</p>${editedAt ? html`<small>${LL.posts.edited({ when: `${when.format(editedAt)} UTC` })}</small>` : ""}</article>
`;
  for await (const batch of batches) yield batch.map((each) => `${post(each)}`).join("");
  yield `</main></body></html>\n`;
}

/** The text of `README.txt`. */
export const readmeOf = (owner: Owner, { LL }: Words): string =>
  `${LL.archives.contents.readme({ name: owner.username, site: siteAddress() })}\n`;
