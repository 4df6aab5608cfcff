import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { PeoplePage } from "../../components/people/people-page.tsx";
import { SearchOptions } from "../../components/search/box.tsx";
import { FoundPosts, NothingFound } from "../../components/search/found.tsx";
import { type Asked, searchPath } from "../../components/search/path.ts";
import { Found, SearchPage, searchTitle } from "../../components/search/search-page.tsx";
import { Spoken } from "../../components/spoken.tsx";
import { explore as newestPosts } from "../domain/posts.ts";
import { readCursor, readPeopleCursor, writeCursor, writePeopleCursor } from "../search/cursor.ts";
import { searchPeople, suggestPeople } from "../search/people.ts";
import { searchPosts } from "../search/search.ts";
import { type App, readerOf, wantsPartial } from "../web/context.ts";
import { latest } from "../web/latest.ts";
import { limited } from "../web/limits.ts";
import { WRITING } from "../web/renderer.tsx";

/** Longer questions are cut. */
const LONGEST = 500;
const SUGGESTED = 5;

export const search = new Hono<App>()
  .get("/search", limited("search"), async (c) => {
    const { LL } = c.var;
    const asked = askedOf(c);
    const title = searchTitle(asked, LL);
    if (!wantsPartial(c)) {
      const { content } = await answerTo(c, asked, c.req.raw.signal);
      return c.render(<SearchPage {...{ asked, LL }}>{content}</SearchPage>, { title, modules: WRITING });
    }
    const answer = await latest(c, (signal) => answerTo(c, asked, signal));
    if (answer === null) return c.body(null, 204);
    return c.render(c.req.query("before") ? answer.page : <Answer {...answer} />, { title });
  })

  // What the search box suggests; alone it is a search for people.
  .get("/search/people", limited("search"), async (c) => {
    const { viewer, LL } = c.var;
    const { q } = askedOf(c);
    const everywhere: Asked = { q, type: "people", order: "relevance", typing: false };
    if (!wantsPartial(c)) return c.redirect(searchPath(everywhere), 303);
    const people = await latest(c, (signal) => suggestPeople(viewer, q, SUGGESTED, signal));
    if (people === null) return c.body(null, 204);
    return c.render(<SearchOptions {...{ q, people, LL }} />, { title: "" });
  });

const Answer = ({ content, said }: Awaited<ReturnType<typeof answerTo>>) => (
  <>
    {content}
    <Spoken text={said} />
  </>
);

function askedOf(c: Context<App>): Asked {
  const { q = "", type, order, typing } = c.req.query();
  return {
    q: q.slice(0, LONGEST).trim() === "" ? "" : q.slice(0, LONGEST),
    type: type === "people" ? "people" : "posts",
    order: order === "newest" ? "newest" : "relevance",
    typing: typing === "on",
  };
}

/** What stands below the form, the page of posts alone, and what is said of it. */
async function answerTo(c: Context<App>, asked: Asked, signal: AbortSignal) {
  const { LL } = c.var;
  const { page, typed, isEmpty, degraded } = await (asked.type === "people" && asked.q !== ""
    ? people
    : posts)(c, asked, signal);
  const nothing = isEmpty && asked.q !== "";
  const content = (
    <Found {...{ asked, degraded, LL }}>{nothing ? <NothingFound {...{ asked, typed, LL }} /> : page}</Found>
  );
  return { content, page, said: nothing ? LL.search.nothing(asked) : LL.search.found(asked) };
}

async function people(c: Context<App>, asked: Asked, signal: AbortSignal) {
  const { before, cursor } = placeIn(c, readPeopleCursor);
  const { items, next, degraded } = await searchPeople(c.var.viewer, asked.q, { cursor, signal });
  const older = next && searchPath(asked, writePeopleCursor(next));
  const end = c.var.LL.search.end();
  const page = (
    <PeoplePage page={{ items }} href={searchPath(asked, before)} {...{ older, end }} {...readerOf(c)} />
  );
  return { page, isEmpty: items.length === 0 && !cursor, typed: asked.q.trim().split(/\s+/), degraded };
}

async function posts(c: Context<App>, asked: Asked, signal: AbortSignal) {
  const { before, cursor } = placeIn(c, readCursor);
  const { items, next, parts, degraded } =
    asked.q === ""
      ? { ...(await everyones(c, cursor)), parts: [], degraded: false }
      : await searchPosts(c.var.viewer, asked.q, { ...asked, cursor, signal });
  const older = next && searchPath(asked, writeCursor(next));
  const page = <FoundPosts posts={items} href={searchPath(asked, before)} older={older} {...readerOf(c)} />;
  return {
    page,
    isEmpty: items.length === 0 && next === null && !cursor,
    typed: parts.map((part) => part.typed),
    degraded,
  };
}

/** Where the list goes on; null: it begins. */
function placeIn<Cursor>(c: Context<App>, read: (text: string) => Cursor | null) {
  const [before, ...others] = c.req.queries("before") ?? [];
  const cursor = before === undefined ? null : read(before);
  if (others.length > 0 || (before !== undefined && cursor === null)) throw new HTTPException(400);
  return { before, cursor };
}

/** Nothing was asked for: what explore shows. */
async function everyones(c: Context<App>, cursor: ReturnType<typeof readCursor>) {
  const below = cursor && "below" in cursor ? cursor.below : undefined;
  const { items, next } = await newestPosts(c.var.viewer, below);
  return { items, next: next === null ? null : { below: next } };
}
