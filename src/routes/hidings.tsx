import { Hono } from "hono";
import { BlockQuestion } from "../../components/people/block-question.tsx";
import { nameOf, profilePath } from "../../components/people/person.tsx";
import { block, unblock } from "../domain/blocks.ts";
import { mute, unmute } from "../domain/hidings.ts";
import { findPerson } from "../domain/people.ts";
import type { SignedIn } from "../web/context.ts";
import { flash } from "../web/flash.ts";
import { comingBackTo, found, goTo, signedIn } from "../web/guards.ts";
import { limited } from "../web/limits.ts";
import { HANDLE, person } from "../web/person.ts";

/** Blocking and muting. What is taken back is found by name alone: the other may have blocked the viewer too. */
export const hidings = new Hono<SignedIn>()
  .get(`${HANDLE}/block`, signedIn, person, (c) => {
    const { person, LL } = c.var;
    return c.render(<BlockQuestion {...{ person, LL }} />, {
      title: LL.people.blockTitle({ name: nameOf(person) }),
    });
  })

  .post(`${HANDLE}/block`, signedIn, limited("following"), person, async (c) => {
    const { person, viewer } = c.var;
    await block(viewer, person);
    flash(c, "blocked");
    return goTo(c, profilePath(person));
  })

  .delete(`${HANDLE}/block`, signedIn, async (c) => {
    await unblock(c.var.viewer, found(await findPerson(c.req.param("handle").slice(1))));
    flash(c, "unblocked");
    return goTo(c, comingBackTo(c));
  })

  .post(`${HANDLE}/mute`, signedIn, limited("following"), person, async (c) => {
    const { person, viewer } = c.var;
    await mute(viewer, person);
    flash(c, "muted");
    return goTo(c, comingBackTo(c));
  })

  .delete(`${HANDLE}/mute`, signedIn, async (c) => {
    await unmute(c.var.viewer, found(await findPerson(c.req.param("handle").slice(1))));
    flash(c, "unmuted");
    return goTo(c, comingBackTo(c));
  });
