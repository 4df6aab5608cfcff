import { type Context, Hono } from "hono";
import { HomePage, Welcome } from "../../components/home.tsx";
import { NewPosts } from "../../components/posts/new-posts.tsx";
import { PostPage } from "../../components/posts/timeline.tsx";
import { countNewer, homePage } from "../domain/home.ts";
import { type Viewer, whomToFollow } from "../domain/people.ts";
import { explore } from "../domain/posts.ts";
import { env } from "../env.ts";
import { type App, placesOf, readerOf, type SignedIn, wantsPartial } from "../web/context.ts";
import { type Form, fresh } from "../web/forms.ts";
import { cursors } from "../web/guards.ts";
import { READING, WRITING } from "../web/renderer.tsx";

export const home = new Hono<App>().get("/", cursors, async (c) => {
  const { viewer, LL } = c.var;
  const { before, since } = c.req.valid("query");
  const title = viewer ? LL.home.title() : env.SITE_NAME;
  if (wantsPartial(c) && since) {
    const count = viewer ? await countNewer(viewer, since) : 0;
    return c.render(<NewPosts count={count} LL={LL} />, { title });
  }
  if (viewer && !wantsPartial(c)) return showHome(c, viewer, { form: fresh(), before });

  const page = viewer ? await homePage(viewer, before) : await explore(null, before);
  const timeline = { page, ...placesOf(c, page), ...readerOf(c) };
  const content = wantsPartial(c) ? (
    <PostPage {...timeline} />
  ) : (
    <Welcome siteName={env.SITE_NAME} {...timeline} />
  );
  return c.render(content, { title, modules: READING });
});

/** The whole home page; `form` holds what was refused, if the viewer comes from writing. */
export async function showHome(
  c: Context<App> | Context<SignedIn>,
  viewer: Viewer,
  { form, before }: { form: Form<"body" | "key">; before?: number },
) {
  const page = await homePage(viewer, before);
  const people = page.items.length === 0 ? await whomToFollow(viewer) : [];
  const submissionKey = form.values.key || crypto.randomUUID();
  return c.render(
    <HomePage {...{ form, submissionKey, people, page }} {...placesOf(c, page)} {...readerOf(c)} />,
    { title: c.var.LL.home.title(), modules: WRITING },
  );
}
