import { Hono } from "hono";
import { Mailbox } from "../../components/mail/mailbox.tsx";
import { keptMails } from "../domain/dev-mailbox.ts";
import { devMailboxOpen } from "../domain/mail.ts";
import type { App } from "../web/context.ts";
import { found } from "../web/guards.ts";

/** Where mail lands in development. Nowhere else is there such a page. */
export const devMail = new Hono<App>().get("/dev/mail", (c) => {
  const { LL } = c.var;
  const mails = found(devMailboxOpen() ? keptMails() : null);
  c.header("Cache-Control", "private, no-store");
  return c.render(<Mailbox {...{ mails, LL }} />, { title: LL.mail.mailbox.title() });
});
