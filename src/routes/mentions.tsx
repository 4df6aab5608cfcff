import { Hono } from "hono";
import { MentionOptions } from "../../components/posts/mention-options.tsx";
import { suggestPeople } from "../search/people.ts";
import { type App, wantsPartial } from "../web/context.ts";
import { signedIn } from "../web/guards.ts";

/** The beginning of a user name or of a name, as it is written after an `@`. */
const BEGINNING = /^[\p{L}\p{M}\p{N}_]{1,30}$/u;

const OFFERED = 8;

/** Whom the viewer may mean while writing `@ad`. Only a help: it has no page of its own and leads to where one writes. */
export const mentions = new Hono<App>().get("/mentions", signedIn, async (c) => {
  if (!wantsPartial(c)) return c.redirect("/", 303);
  const { viewer, LL } = c.var;
  const q = c.req.query("q") ?? "";
  const people = BEGINNING.test(q) ? await suggestPeople(viewer, q, OFFERED + 1) : [];
  const others = people.filter(({ id }) => id !== viewer.id).slice(0, OFFERED);
  return c.render(<MentionOptions people={others} LL={LL} />, { title: "" });
});
