import type { Child } from "hono/jsx";
import { LinkifyIt, type Match } from "linkify-it";
import { mentionedNames } from "../../src/domain/mentioned-names.ts";
import { profilePath } from "../people/person.tsx";

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: false });
for (const schema of ["ftp:", "mailto:", "//"]) linkify.add(schema, null);

/** Without a scheme these are far more often files ("README.md", "node.js") than sites. */
const FILE_NAME = /\.(?:js|ts|md|py|rs|sh|cc|pl|so|mk|ps)$/i;

const LONGEST = 40;

interface PostTextProps {
  body: string;
  /** The user names in it, in lower case, that become links. */
  mentioned?: string[] | null;
}

/**
 * What someone wrote, as they wrote it: line breaks stay (by CSS), addresses and names become links. The direction
 * follows the text, whatever the page's.
 */
export function PostText({ body, mentioned }: PostTextProps) {
  return (
    <div class="post-text" dir="auto">
      {withLinks(body, mentioned ?? [])}
    </div>
  );
}

/** A part of the text and what stands for it. */
interface Piece {
  index: number;
  end: number;
  shown: Child;
}

function withLinks(body: string, mentioned: string[]) {
  const pieces = [...webLinks(body), ...mentions(body, mentioned)].sort((a, b) => a.index - b.index);
  if (pieces.length === 0) return body;
  const parts: Child[] = [];
  let end = 0;
  for (const piece of pieces) {
    if (piece.index < end) continue; // a name within an address
    parts.push(body.slice(end, piece.index), piece.shown);
    end = piece.end;
  }
  return [...parts, body.slice(end)];
}

function webLinks(body: string): Piece[] {
  // One cheap look first: most posts have no link.
  if (!body.includes(".") && !body.includes("://")) return [];
  return (linkify.match(body) ?? [])
    .filter((link) => link.schema !== "" || !FILE_NAME.test(link.text))
    .map((link) => ({ index: link.index, end: link.lastIndex, shown: <WebLink link={link} /> }));
}

function mentions(body: string, mentioned: string[]): Piece[] {
  if (mentioned.length === 0) return [];
  return mentionedNames(body)
    .filter(({ name }) => mentioned.includes(name.toLowerCase()))
    .map(({ name, ...place }) => ({ ...place, shown: <MentionLink name={name} /> }));
}

/** A name that was given up leads on to the present one, so the text needs no change. */
function MentionLink({ name }: { name: string }) {
  return (
    <a class="to-person" href={profilePath({ username: name })}>
      @{name}
    </a>
  );
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
