import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { Hono } from "hono";
import { env } from "../env.ts";
import { withDarkByDevice } from "./dark-css.ts";
import { leanScript, leanStyle } from "./lean.ts";

interface Source {
  path: string;
  /** What is made of the file before it is served. */
  made?: (text: string) => string;
}

type Encoding = "br" | "gzip";

interface Asset {
  url: string;
  type: string;
  body: Buffer<ArrayBuffer>;
  changedAt: number;
  compressed: Map<Encoding, Promise<Buffer<ArrayBuffer>>>;
}

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

const PUBLIC = fileURLToPath(new URL("../../public/", import.meta.url));
const inPackage = (path: string) => fileURLToPath(import.meta.resolve(path));

const sources = new Map<string, Source>([
  ["bootstrap.css", { path: inPackage("bootstrap/dist/css/bootstrap.min.css"), made: withDarkByDevice }],
  ["htmx.js", { path: inPackage("htmx.org/dist/htmx.min.js") }],
  ["hx-sse.js", { path: inPackage("htmx.org/dist/ext/hx-sse.min.js") }],
  ...readdirSync(PUBLIC).map((name): [string, Source] => [name, { path: PUBLIC + name, ...lean(name) }]),
]);

/** In development the browser shows our files as they were written. */
function lean(name: string): Pick<Source, "made"> {
  if (env.NODE_ENV === "development") return {};
  return { ".js": { made: leanScript }, ".css": { made: leanStyle } }[extname(name)] ?? {};
}

const byName = new Map<string, Asset>();
const byUrl = new Map<string, Asset>();
for (const [name, source] of sources) keep(name, source);

/** Where a file of `public/`, or one of the packages', is served. The address changes with what is in it. */
export function asset(name: string): string {
  const known = byName.get(name);
  const source = sources.get(name);
  if (!known || !source) throw new Error(`There is no asset ${name}.`);
  const edited = !env.production && modifiedAt(source) !== known.changedAt;
  return edited ? keep(name, source).url : known.url;
}

/** Serves them, for ever cacheable and compressed the first time that somebody asks. */
export const assetRoutes = new Hono()
  .get("/assets/:file", async (c) => {
    const found = byUrl.get(c.req.path);
    if (!found) return c.notFound();
    const encoding = preferred(c.req.header("Accept-Encoding") ?? "");
    c.header("Content-Type", found.type);
    c.header("Cache-Control", "public, max-age=31536000, immutable");
    c.header("Vary", "Accept-Encoding");
    if (!encoding) return c.body(found.body);
    c.header("Content-Encoding", encoding);
    return c.body(await compressed(found, encoding));
  })
  // Asked for by name by what does not read the page's <link>: feed readers, link previews.
  .get("/favicon.ico", (c) => c.redirect(asset("icon.svg"), 302));

function keep(name: string, source: Source): Asset {
  const raw = readFileSync(source.path);
  const body = source.made ? Buffer.from(source.made(raw.toString())) : raw;
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 10);
  const extension = extname(name);
  const kept: Asset = {
    url: `/assets/${name.slice(0, -extension.length)}-${hash}${extension}`,
    type: TYPES[extension] ?? "application/octet-stream",
    body,
    changedAt: modifiedAt(source),
    compressed: new Map(),
  };
  byName.set(name, kept);
  byUrl.set(kept.url, kept);
  return kept;
}

function modifiedAt({ path }: Source): number {
  return statSync(path).mtimeMs;
}

/** The best of what the client takes; undefined: as it is. */
function preferred(accepted: string): Encoding | undefined {
  const taken = accepted
    .toLowerCase()
    .split(",")
    .map((part) => part.replaceAll(" ", ""))
    .filter((part) => !/;q=0(?:\.0*)?$/.test(part))
    .map((part) => part.split(";")[0]);
  return (["br", "gzip"] as const).find((encoding) => taken.includes(encoding));
}

/** Off the event loop, and once: everyone who asks meanwhile waits for the same promise. */
function compressed({ body, compressed }: Asset, encoding: Encoding): Promise<Buffer<ArrayBuffer>> {
  const kept = compressed.get(encoding) ?? compressors[encoding](body);
  compressed.set(encoding, kept);
  return kept;
}

/** Quality 10 takes a tenth of a second for Bootstrap and saves 2 % less than 11, which takes three. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } };

const compressors: Record<Encoding, (body: Buffer) => Promise<Buffer<ArrayBuffer>>> = {
  br: (body) => promisify(brotliCompress)(body, BROTLI),
  gzip: (body) => promisify(gzip)(body, { level: 9 }),
};
