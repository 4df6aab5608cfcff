import { type Context, Hono } from "hono";
import { HomePage, Welcome } from "../../components/home.tsx";
import { WhomToFollow } from "../../components/people/people-page.tsx";
import { NewPosts } from "../../components/posts/new-posts.tsx";
import { PostPage } from "../../components/posts/timeline.tsx";
import { mayPost } from "../domain/confirmation.ts";
import { countNewer, homePage } from "../domain/home.ts";
import { type Viewer, whomToFollow } from "../domain/people.ts";
import { explore } from "../domain/posts.ts";
import { isRegistrationOpen } from "../domain/registration.ts";
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
    const count = viewer ? await countNewer(viewer, since) : 0; // none for who signed out in another tab
    return c.render(<NewPosts {...{ count, LL }} />, { title });
  }
  if (!wantsPartial(c))
    return viewer ? showHome(c, viewer, { form: fresh(), before }) : showWelcome(c, before);

  const page = viewer ? await homePage(viewer, before) : await explore(null, before);
  return c.render(<PostPage {...{ page }} {...placesOf(c, page)} {...readerOf(c)} />, { title });
});

/** The whole home page; `form` holds what was refused, if the viewer comes from writing. */
export async function showHome(
  c: Context<App> | Context<SignedIn>,
  viewer: Viewer,
  { form, before }: { form: Form<"body" | "key">; before?: number },
) {
  const page = await homePage(viewer, before);
  const people = await whomToFollow(viewer);
  const submissionKey = form.values.key || crypto.randomUUID();
  const reader = readerOf(c);
  return c.render(
    <HomePage
      {...{ form, submissionKey, people, page }}
      mayWrite={mayPost(viewer)}
      {...placesOf(c, page)}
      {...reader}
    />,
    {
      title: c.var.LL.home.title(),
      modules: WRITING,
      // An empty home shows them in its middle.
      aside: page.items.length > 0 && people.length > 0 && <WhomToFollow people={people} {...reader} />,
    },
  );
}

async function showWelcome(c: Context<App>, before?: number) {
  const page = await explore(null, before);
  const people = await whomToFollow(null);
  const open = await isRegistrationOpen();
  const reader = readerOf(c);
  return c.render(
    <Welcome siteName={env.SITE_NAME} {...{ open, page }} {...placesOf(c, page)} {...reader} />,
    {
      title: env.SITE_NAME,
      modules: READING,
      aside: people.length > 0 && <WhomToFollow people={people} {...reader} />,
    },
  );
}
