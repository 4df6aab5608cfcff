import { Hono } from "hono";
import { ExplorePage } from "../../components/explore.tsx";
import { WhomToFollow } from "../../components/people/people-page.tsx";
import { PostPage } from "../../components/posts/timeline.tsx";
import { whomToFollow } from "../domain/people.ts";
import { explore as newestPosts } from "../domain/posts.ts";
import { type App, placesOf, readerOf, wantsPartial } from "../web/context.ts";
import { cursors } from "../web/guards.ts";
import { WRITING } from "../web/renderer.tsx";

export const explore = new Hono<App>().get("/explore", cursors, async (c) => {
  const { viewer, LL } = c.var;
  const title = LL.explore.title();
  const page = await newestPosts(viewer, c.req.valid("query").before);
  const reader = readerOf(c);
  const timeline = { page, ...placesOf(c, page), ...reader };
  if (wantsPartial(c)) return c.render(<PostPage {...timeline} />, { title });

  const people = await whomToFollow(viewer);
  const aside = people.length > 0 && <WhomToFollow people={people} {...reader} />;
  return c.render(<ExplorePage {...timeline} />, { title, modules: WRITING, aside });
});
