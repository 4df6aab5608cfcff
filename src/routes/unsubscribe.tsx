import { Hono } from "hono";
import { Unsubscribe, Unsubscribed } from "../../components/notifications/unsubscribe.tsx";
import { unsubscribe as endMails, whoUnsubscribes } from "../domain/unsubscribe.ts";
import type { App } from "../web/context.ts";
import { found } from "../web/guards.ts";

/**
 * Where the link at the end of a mail leads. A mail program posts to the same address without being asked anything (RFC
 * 8058): it is answered at once, as such programs follow no redirects.
 */
export const unsubscribe = new Hono<App>()
  .get("/unsubscribe/:token", async (c) => {
    const { LL } = c.var;
    const person = found(await whoUnsubscribes(c.req.param("token")));
    return c.render(<Unsubscribe {...{ person, LL }} path={c.req.path} />, {
      title: LL.notifications.unsubscribe.title(),
    });
  })

  .post("/unsubscribe/:token", async (c) => {
    const { LL } = c.var;
    await endMails(found(await whoUnsubscribes(c.req.param("token"))));
    return c.render(<Unsubscribed LL={LL} />, { title: LL.notifications.unsubscribe.done() });
  });
