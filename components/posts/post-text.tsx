import type { Child } from "hono/jsx";
import { LinkifyIt, type Match } from "linkify-it";

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: false });
for (const schema of ["ftp:", "mailto:", "//"]) linkify.add(schema, null);

/** Without a scheme these are far more often files ("README.md", "node.js") than sites. */
const FILE_NAME = /\.(?:js|ts|md|py|rs|sh|cc|pl|so|mk|ps)$/i;

const LONGEST = 40;

/** Where in the text something stands that was searched for. */
export type Mark = [start: number, end: number];

/**
 * What someone wrote, as they wrote it: line breaks stay (by CSS), addresses become links. The direction follows the
 * text, whatever the page's.
 */
export function PostText({ body, marks = [] }: { body: string; marks?: Mark[] | undefined }) {
  return (
    <div class="post-text" dir="auto">
      {withLinks(body, marks)}
    </div>
  );
}

function withLinks(body: string, marks: Mark[]) {
  // One cheap look first: most posts have no link.
  if (!body.includes(".") && !body.includes("://")) return marked(body, 0, body.length, marks);
  const parts = [];
  let end = 0;
  for (const link of linkify.match(body) ?? []) {
    if (link.schema === "" && FILE_NAME.test(link.text)) continue;
    const found = marks.some(([from, to]) => from < link.lastIndex && to > link.index);
    parts.push(...marked(body, end, link.index, marks), <WebLink link={link} found={found} />);
    end = link.lastIndex;
  }
  return [...parts, ...marked(body, end, body.length, marks)];
}

/** The text from `start` to `end`, with its marks. */
function marked(body: string, start: number, end: number, marks: Mark[]) {
  const parts: Child[] = [];
  let at = start;
  for (const [from, to] of marks) {
    if (to <= at || from >= end) continue;
    const begin = Math.max(from, at);
    parts.push(body.slice(at, begin), <mark>{body.slice(begin, Math.min(to, end))}</mark>);
    at = Math.min(to, end);
  }
  return [...parts, body.slice(at, end)];
}

/** A link out: shortened to the eye, whole in the title, vouched for by nobody. */
function WebLink({ link, found }: { link: Match; found: boolean }) {
  const url = link.schema === "" ? link.url.replace(/^http:/, "https:") : link.url;
  const shown = link.text.replace(/^https?:\/\/(?:www\.)?/i, "");
  const short = shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown;
  return (
    <a href={url} rel="nofollow ugc noopener" title={url}>
      {found ? <mark>{short}</mark> : short}
    </a>
  );
}
