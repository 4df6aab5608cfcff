import type { Child } from "hono/jsx";
import { linksIn, type WebLink } from "../../src/domain/links.ts";
import { mentionedNames } from "../../src/domain/mentioned-names.ts";
import { keeper } from "../kept.ts";
import { profilePath } from "../people/person.tsx";

const LONGEST = 40;

/** Where in the text something stands that was searched for. */
export type Mark = [start: number, end: number];

interface PostTextProps {
  body: string;
  /** The user names in it, in lower case, that become links. */
  mentioned?: string[] | null;
  marks?: Mark[] | undefined;
}

/**
 * What someone wrote, as they wrote it: line breaks stay (by CSS), addresses and names become links. The direction
 * follows the text, whatever the page's. Kept, unless something is marked in it: it is the same for whoever reads it.
 */
export function PostText({ body, mentioned, marks }: PostTextProps) {
  const names = mentioned ?? [];
  if (marks) return <Text body={body} names={names} marks={marks} />;
  return unmarked(`${names} ${body}`, () => <Text body={body} names={names} marks={[]} />);
}

/** By the names in it, which hold neither comma nor space, and the text. */
const unmarked = keeper<string, Child>();

function Text({ body, names, marks }: { body: string; names: string[]; marks: Mark[] }) {
  return (
    <div class="post-text" dir="auto">
      {withLinks(body, names, marks)}
    </div>
  );
}

/** A part of the text and what stands for it. */
interface Piece {
  index: number;
  end: number;
  shown: (found: boolean) => Child;
}

function withLinks(body: string, mentioned: string[], marks: Mark[]) {
  const pieces = [...webLinks(body), ...mentions(body, mentioned)].sort((a, b) => a.index - b.index);
  if (pieces.length === 0) return marked(body, 0, body.length, marks);
  const parts: Child[] = [];
  let done = 0;
  for (const { index, end, shown } of pieces) {
    if (index < done) continue; // a name within an address
    const found = marks.some(([from, to]) => from < end && to > index);
    parts.push(...marked(body, done, index, marks), shown(found));
    done = end;
  }
  return [...parts, ...marked(body, done, body.length, marks)];
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

const webLinks = (body: string): Piece[] =>
  linksIn(body).map((link) => ({ ...link, shown: (found) => <LinkOut link={link} found={found} /> }));

function mentions(body: string, mentioned: string[]): Piece[] {
  if (mentioned.length === 0) return [];
  return mentionedNames(body)
    .filter(({ name }) => mentioned.includes(name.toLowerCase()))
    .map(({ name, ...place }) => ({ ...place, shown: (found) => <MentionLink name={name} found={found} /> }));
}

/** A name that was given up leads on to the present one, so the text needs no change. */
function MentionLink({ name, found }: { name: string; found: boolean }) {
  const text = `@${name}`;
  return (
    <a class="to-person" href={profilePath({ username: name })}>
      {found ? <mark>{text}</mark> : text}
    </a>
  );
}

/** A link out: shortened to the eye, whole in the title, vouched for by nobody. */
function LinkOut({ link: { text, url }, found }: { link: WebLink; found: boolean }) {
  const shown = text.replace(/^https?:\/\/(?:www\.)?/i, "");
  const short = shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown;
  return (
    <a href={url} rel="nofollow ugc noopener" title={url}>
      {found ? <mark>{short}</mark> : short}
    </a>
  );
}
