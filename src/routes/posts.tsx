import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { Composer, PostEditor } from "../../components/posts/composer.tsx";
import { DeleteQuestion } from "../../components/posts/delete-question.tsx";
import { DeletePage, EditPage, PostPermalink, permalinkTitle } from "../../components/posts/pages.tsx";
import { PostArticle } from "../../components/posts/post-article.tsx";
import { PublishedPost } from "../../components/posts/published-post.tsx";
import { Spoken } from "../../components/spoken.tsx";
import {
  deletePost,
  edit,
  findOwnPost,
  findPost,
  NewPostInput,
  PostInput,
  publish,
} from "../domain/posts.ts";
import { type App, readerOf, wantsPartial } from "../web/context.ts";
import { flash } from "../web/flash.ts";
import { fresh, parseForm } from "../web/forms.ts";
import { comingBackTo, found, goTo, idOf, signedIn } from "../web/guards.ts";
import { WRITING } from "../web/renderer.tsx";
import { showHome } from "./home.tsx";

export const posts = new Hono<App>()
  .post("/posts", signedIn, async (c) => {
    const { viewer, LL } = c.var;
    const title = LL.home.title();
    const submitted = parseForm(c, NewPostInput);
    if (!submitted.ok) {
      c.status(422);
      if (!wantsPartial(c)) return showHome(c, viewer, submitted);
      const submissionKey = submitted.form.values.key ?? crypto.randomUUID();
      return c.render(<Composer form={submitted.form} {...{ submissionKey, LL }} />, { title });
    }

    const id = await publish(viewer, { ...submitted.data, language: c.var.locale });
    // On a page of older posts it has no place among them: the way leads to the newest.
    if (!wantsPartial(c) || comingBackTo(c).includes("before=")) {
      flash(c, "postPublished");
      return goTo(c, "/");
    }
    const post = found(await findPost(id, viewer));
    return c.render(<PublishedPost {...{ post }} submissionKey={crypto.randomUUID()} {...readerOf(c)} />, {
      title,
    });
  })

  .get("/posts/:id", async (c) => {
    const post = found(await findPost(idOf(c), c.var.viewer));
    const title = permalinkTitle(post, c.var.LL);
    const Content = wantsPartial(c) ? PostArticle : PostPermalink;
    return c.render(<Content post={post} {...readerOf(c)} />, { title });
  })

  .get("/posts/:id/edit", signedIn, async (c) => {
    const { viewer, LL } = c.var;
    const post = found(await findOwnPost(idOf(c), viewer));
    const Content = wantsPartial(c) ? PostEditor : EditPage;
    const form = fresh({ body: post.body });
    return c.render(<Content {...{ post, form, LL }} />, { title: LL.posts.editTitle(), modules: WRITING });
  })

  .patch("/posts/:id", signedIn, async (c) => {
    const { viewer, LL } = c.var;
    const post = found(await findOwnPost(idOf(c), viewer));
    const submitted = parseForm(c, PostInput);
    if (!submitted.ok) {
      c.status(422);
      const Content = wantsPartial(c) ? PostEditor : EditPage;
      return c.render(<Content {...{ post, LL }} form={submitted.form} />, {
        title: LL.posts.editTitle(),
        modules: WRITING,
      });
    }

    const edited = found(await edit(viewer, post, { ...submitted.data, language: c.var.locale }));
    if (wantsPartial(c)) return c.render(<PostArticle post={edited} {...readerOf(c)} />, { title: "" });
    flash(c, "postEdited");
    return c.redirect(`/posts/${post.id}`, 303);
  })

  .get("/posts/:id/delete", signedIn, async (c) => {
    const { viewer, LL } = c.var;
    const post = found(await findOwnPost(idOf(c), viewer));
    const Content = wantsPartial(c) ? DeleteQuestion : DeletePage;
    return c.render(<Content {...{ post, LL }} />, { title: LL.posts.deleteTitle() });
  })

  .delete("/posts/:id", signedIn, async (c) => {
    const { viewer, LL } = c.var;
    if (!(await deletePost(viewer, idOf(c)))) throw new HTTPException(404);
    if (wantsPartial(c)) return c.render(<Spoken text={LL.notices.postDeleted()} />, { title: "" });
    flash(c, "postDeleted");
    return goTo(c, "/");
  });
