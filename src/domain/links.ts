import { LinkifyIt } from "linkify-it";

/** A web address in a text, as it is written there and as it is followed, and where it stands. */
export interface WebLink {
  text: string;
  url: string;
  index: number;
  end: number;
}

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: false });
for (const schema of ["ftp:", "mailto:", "//"]) linkify.add(schema, null);

/** Without a scheme these are far more often files ("README.md", "node.js") than sites. */
const FILE_NAME = /\.(?:js|ts|md|py|rs|sh|cc|pl|so|mk|ps)$/i;

/** The web addresses in a text, in their order: what a post shows as links is what `has:link` finds. */
export function linksIn(text: string): WebLink[] {
  // One cheap look first: most posts have no link.
  if (!text.includes(".") && !text.includes("://")) return [];
  return (linkify.match(text) ?? [])
    .filter((link) => link.schema !== "" || !FILE_NAME.test(link.text))
    .map(({ text, url, schema, index, lastIndex }) => ({
      ...{ text, index, end: lastIndex },
      url: schema === "" ? url.replace(/^http:/, "https:") : url,
    }));
}
