import { LinkifyIt, type Match } from "linkify-it";

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: false });
for (const schema of ["ftp:", "mailto:", "//"]) linkify.add(schema, null);

/** Without a scheme these are far more often files ("README.md", "node.js") than sites. */
const FILE_NAME = /\.(?:js|ts|md|py|rs|sh|cc|pl|so|mk|ps)$/i;

const LONGEST = 40;

/**
 * What someone wrote, as they wrote it: line breaks stay (by CSS), addresses become links. The direction follows the
 * text, whatever the page's.
 */
export function PostText({ body }: { body: string }) {
  return (
    <div class="post-text" dir="auto">
      {withLinks(body)}
    </div>
  );
}

function withLinks(body: string) {
  // One cheap look first: most posts have no link.
  if (!body.includes(".") && !body.includes("://")) return body;
  const parts = [];
  let end = 0;
  for (const link of linkify.match(body) ?? []) {
    if (link.schema === "" && FILE_NAME.test(link.text)) continue;
    parts.push(body.slice(end, link.index), <WebLink link={link} />);
    end = link.lastIndex;
  }
  return [...parts, body.slice(end)];
}

/** A link out: shortened to the eye, whole in the title, vouched for by nobody. */
function WebLink({ link }: { link: Match }) {
  const url = link.schema === "" ? link.url.replace(/^http:/, "https:") : link.url;
  const shown = link.text.replace(/^https?:\/\/(?:www\.)?/i, "");
  return (
    <a href={url} rel="nofollow ugc noopener" title={url}>
      {shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown}
    </a>
  );
}
