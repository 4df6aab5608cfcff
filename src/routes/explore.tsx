import { Hono } from "hono";
import { ExplorePage } from "../../components/explore.tsx";
import { PostPage } from "../../components/posts/timeline.tsx";
import { explore as newestPosts } from "../domain/posts.ts";
import { type App, placesOf, readerOf, wantsPartial } from "../web/context.ts";
import { cursors } from "../web/guards.ts";
import { WRITING } from "../web/renderer.tsx";

export const explore = new Hono<App>().get("/explore", cursors, async (c) => {
  const { viewer, LL } = c.var;
  const page = await newestPosts(viewer, c.req.valid("query").before);
  const timeline = { page, ...placesOf(c, page), ...readerOf(c) };
  const content = wantsPartial(c) ? <PostPage {...timeline} /> : <ExplorePage {...timeline} />;
  return c.render(content, { title: LL.explore.title(), modules: WRITING });
});
