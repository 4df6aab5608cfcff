import { type Context, Hono } from "hono";
import { ConversationList, ConversationPage } from "../../components/messages/conversation-list.tsx";
import { titleOfTalk } from "../../components/messages/message.tsx";
import { MessageForm } from "../../components/messages/message-form.tsx";
import { MessagePage } from "../../components/messages/message-page.tsx";
import { NewMessages } from "../../components/messages/new-messages.tsx";
import { SentMessage } from "../../components/messages/sent-message.tsx";
import { TalkPage } from "../../components/messages/talk-page.tsx";
import { conversationsOf, countRequests, findTalk, markRead, type Talk } from "../domain/conversations.ts";
import {
  dayOf,
  MessageInput,
  type MessageView,
  messagesOf,
  messagesSince,
  revokedSince,
  tidiedOf,
} from "../domain/messages.ts";
import { send } from "../domain/sending.ts";
import { isAnother, markOf, markText, parseMark, type TalkMark } from "../domain/talk-marks.ts";
import { confirmed } from "../web/confirmed.tsx";
import { placesOf, readerOf, type SignedIn, wantsPartial } from "../web/context.ts";
import { type Form, fresh, overLimit, parseForm, refuse } from "../web/forms.ts";
import { cursors, found, goTo, signedIn } from "../web/guards.ts";
import { limited } from "../web/limits.ts";
import { HANDLE } from "../web/person.ts";
import { isBeingRead } from "../web/reading.ts";
import { READING, WRITING } from "../web/renderer.tsx";

type MessageFields = Form<"body" | "key" | "mark">;

export const messages = new Hono<SignedIn>()
  .get("/messages", signedIn, cursors, async (c) => showList(c, "open", c.req.valid("query").before))

  .get("/messages/requests", signedIn, cursors, async (c) =>
    showList(c, "request", c.req.valid("query").before),
  )

  .get(`/messages${HANDLE}`, signedIn, cursors, async (c) => {
    const asked = c.req.param("handle").slice(1);
    const talk = found(await findTalk(asked, c.var.viewer));
    if (talk.other === null) return c.redirect(`/messages/with/${talk.id}`, 302);
    const { username } = talk.other;
    const { before } = c.req.valid("query");
    const mark = parseMark(c.req.query("mark") ?? "");
    if (wantsPartial(c) && mark) return showNew(c, talk, mark);
    if (username !== asked) return c.redirect(`/messages/@${username}${new URL(c.req.url).search}`, 302);
    return showTalk(c, talk, { before });
  })

  .post(`/messages${HANDLE}`, signedIn, confirmed, limited("messaging", messageAgain), async (c) => {
    const { viewer } = c.var;
    const talk = found(await findTalk(c.req.param("handle").slice(1), viewer));
    const submitted = parseForm(c, MessageInput);
    if (!submitted.ok) return refuseMessage(c, talk, submitted.form);
    const { form, data } = submitted;
    if (talk.closed) return refuseMessage(c, talk, refuse(form, { body: talk.closed }));
    const sent = await send(viewer, found(talk.other), data);
    if ("refused" in sent) return refuseMessage(c, talk, refuse(form, { body: sent.refused }));

    const mark = parseMark(data.mark);
    const { id, state } = talk;
    // What else changes with the first message, or with the answer to a request, is on a page that is new.
    if (!wantsPartial(c) || id === null || !mark?.newest || state !== "open" || isAnother(talk, mark))
      return goTo(c, c.req.path);
    const items = await messagesSince({ id }, viewer, mark.newest, MOST_NEW);
    if (items.length === MOST_NEW) return goTo(c, c.req.path);
    const newest = items.at(-1)?.id ?? mark.newest;
    await noteRead(c, talk, newest);
    const shown = {
      items,
      mark: markText({ ...mark, newest }),
      after: dayOf(mark.newest),
      action: c.req.path,
    };
    return c.render(
      <SentMessage
        {...shown}
        {...readerOf(c)}
        talk={{ ...talk, id }}
        viewer={c.var.viewer}
        submissionKey={crypto.randomUUID()}
      />,
      { title: "" },
    );
  });

/** Written, but too much of it lately. */
async function messageAgain(c: Context<SignedIn>) {
  const talk = found(await findTalk(found(c.req.param("handle")).slice(1), c.var.viewer));
  return showTalk(c, talk, { form: overLimit(c) });
}

async function showList(c: Context<SignedIn>, state: "open" | "request", before?: number) {
  const { viewer, LL } = c.var;
  const page = await conversationsOf(viewer, state, before);
  const list = { page, ...placesOf(c, page), ...readerOf(c) };
  const title = LL.messages.title();
  if (wantsPartial(c)) return c.render(<ConversationPage {...list} />, { title });
  const requests = await countRequests(viewer);
  return c.render(<ConversationList current={state} requests={requests} {...list} />, {
    title,
    modules: READING,
  });
}

/** A conversation, or older messages of it. Whoever sees the newest has read them; a browser that guesses has not. */
export async function showTalk(
  c: Context<SignedIn>,
  talk: Talk,
  { before, form = fresh() }: { before?: number; form?: MessageFields },
) {
  const { LL } = c.var;
  const page = await pageOfTalk(c, talk, before);
  const { items } = page;
  const { older, newest } = placesOf(c, page);
  const title = titleOfTalk(talk, LL);
  if (wantsPartial(c)) {
    const inTalk = { conversationId: talk.id ?? 0, other: talk.other, ...readerOf(c) };
    const below = before && dayOf(before);
    return c.render(<MessagePage {...{ items, older }} below={below || undefined} {...inTalk} />, { title });
  }
  const last = items.at(-1);
  if (!before && last && isBeingRead(c)) await noteRead(c, talk, last.id);
  const mark = markText(markOf(talk, last?.id ?? 0));
  const openTalk = talk.other && !before ? { other: talk.other.id, mark } : undefined;
  const writing = { form, action: c.req.path, submissionKey: form.values.key || crypto.randomUUID() };
  return c.render(
    <TalkPage
      {...{ talk, items, mark, older, newest }}
      {...writing}
      {...readerOf(c)}
      viewer={c.var.viewer}
    />,
    { title, modules: WRITING, talk: openTalk },
  );
}

/** More than anyone is written while a page lies open; after that the page itself is shown again. */
const MOST_NEW = 200;

/** What is different in an open conversation. It is on a page that somebody sees, and so what came is read. */
async function showNew(c: Context<SignedIn>, talk: Talk, before: TalkMark) {
  const { id } = talk;
  if (id === null) return c.body(null, 204);
  const now = markOf(talk, before.newest);
  const items = await messagesSince({ id }, c.var.viewer, before.newest, MOST_NEW);
  const revoked = now.revoked > before.revoked ? await revokedSince({ id }, c.var.viewer, before) : [];
  const isTidy = now.tidied === before.tidied;
  const tidied = isTidy ? [] : await tidiedOf({ id }, c.var.viewer, before);
  const turned = now.state !== before.state;
  if (items.length + revoked.length === 0 && isTidy && !turned) return c.body(null, 204);
  if (items.length === MOST_NEW || isAnother(talk, before)) return goTo(c, c.req.path);
  const newest = items.at(-1)?.id ?? before.newest;
  if (items.length > 0 && isBeingRead(c)) await noteRead(c, talk, newest);
  const after = before.newest > 0 ? dayOf(before.newest) : undefined;
  const shown = { items, revoked, tidied, turned, after, mark: markText({ ...now, newest }) };
  return c.render(<NewMessages {...shown} {...readerOf(c)} talk={{ ...talk, id }} />, { title: "" });
}

const pageOfTalk = (c: Context<SignedIn>, { id }: Talk, before?: number) =>
  id === null ? { items: [] as MessageView[], next: null } : messagesOf({ id }, c.var.viewer, before);

/** The reader has seen this message and all before it: what is unread now stands on the very page. */
async function noteRead(c: Context<SignedIn>, { id, unread }: Talk, upTo: number) {
  if (id === null || !unread) return;
  const { viewer } = c.var;
  c.set("viewer", { ...viewer, unreadMessages: await markRead(viewer, id, upTo) });
}

/** The form again with what was written, on its page or alone. */
function refuseMessage(c: Context<SignedIn>, talk: Talk, form: MessageFields) {
  c.status(422);
  if (!wantsPartial(c)) return showTalk(c, talk, { form });
  const submissionKey = form.values.key || crypto.randomUUID();
  const mark = markText(parseMark(form.values.mark ?? "") ?? markOf(talk, 0));
  const { viewer, LL } = c.var;
  return c.render(<MessageForm {...{ form, submissionKey, mark, viewer, LL }} action={c.req.path} />, {
    title: "",
  });
}
