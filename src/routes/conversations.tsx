import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import {
  DeleteMessageQuestion,
  DeleteTalkQuestion,
  MessageDeleted,
} from "../../components/messages/questions.tsx";
import { Plain } from "../../components/plain.tsx";
import {
  acceptRequest,
  clearConversation,
  declineRequest,
  findConversation,
  type Talk,
} from "../domain/conversations.ts";
import { parseId } from "../domain/ids.ts";
import { deleteMessage, findMessage } from "../domain/messages.ts";
import { readerOf, type SignedIn, wantsPartial } from "../web/context.ts";
import { flash } from "../web/flash.ts";
import { submittedField } from "../web/forms.ts";
import { cursors, found, goTo, idOf, signedIn } from "../web/guards.ts";
import { showTalk } from "./messages.tsx";

const TALK = "/messages/with/:id";

/** Conversations by their own id: for what is done to them, and for those whose other person has no name any more. */
export const conversations = new Hono<SignedIn>()
  .get(TALK, signedIn, cursors, async (c) => {
    const talk = await talkOf(c);
    if (talk.other) return c.redirect(pathOfTalk(talk), 302);
    return showTalk(c, talk, { before: c.req.valid("query").before });
  })

  .get(`${TALK}/delete`, signedIn, async (c) => {
    const { LL } = c.var;
    const talk = await talkOf(c);
    return c.render(<DeleteTalkQuestion {...{ talk, LL }} back={pathOfTalk(talk)} />, {
      title: LL.messages.deleteTalk(),
    });
  })

  .delete(TALK, signedIn, async (c) => {
    await clearConversation(c.var.viewer, (await talkOf(c)).id);
    flash(c, "talkDeleted");
    return goTo(c, "/messages");
  })

  .post(`${TALK}/request`, signedIn, async (c) => {
    const talk = await talkOf(c);
    await acceptRequest(c.var.viewer, talk.id);
    flash(c, "requestAccepted");
    return goTo(c, pathOfTalk(talk));
  })

  .delete(`${TALK}/request`, signedIn, async (c) => {
    const talk = await talkOf(c);
    if (talk.state !== "request") throw new HTTPException(404);
    await declineRequest(c.var.viewer, talk.id);
    flash(c, "requestDeclined");
    return goTo(c, "/messages/requests");
  })

  .get(`${TALK}/:message/delete`, signedIn, async (c) => {
    const { LL } = c.var;
    const talk = await talkOf(c);
    const message = await messageOf(c, talk);
    const question = <DeleteMessageQuestion {...{ talk, message, LL }} back={pathOfTalk(talk)} />;
    return c.render(wantsPartial(c) ? question : <Plain>{question}</Plain>, {
      title: LL.messages.deleteTitle(),
    });
  })

  .delete(`${TALK}/:message`, signedIn, async (c) => {
    const { viewer } = c.var;
    const talk = await talkOf(c);
    const message = await messageOf(c, talk);
    const forWhom = submittedField(c, "for") === "both" ? "both" : "me";
    if (!(await deleteMessage(talk, viewer, message, forWhom))) throw new HTTPException(403);
    if (!wantsPartial(c)) {
      flash(c, "messageDeleted");
      return c.redirect(pathOfTalk(talk), 303);
    }
    const now = await findMessage(talk, viewer, message.id);
    const inTalk = { conversationId: talk.id, other: talk.other, ...readerOf(c) };
    return c.render(<MessageDeleted id={message.id} message={now} {...inTalk} />, { title: "" });
  });

/** The viewer's own conversation of the address, or a 404 for everybody else. */
async function talkOf(c: Context<SignedIn>) {
  const id = idOf(c);
  return { ...found(await findConversation(id, c.var.viewer)), id };
}

async function messageOf(c: Context<SignedIn>, talk: { id: number }) {
  const id = found(parseId(c.req.param("message") ?? ""));
  return found(await findMessage(talk, c.var.viewer, id));
}

/** Where the conversation is to be read. */
const pathOfTalk = ({ id, other }: Pick<Talk, "other"> & { id: number }): string =>
  other ? `/messages/@${other.username}` : `/messages/with/${id}`;
