import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { EventsPage, EventsPart } from "../../components/security/events.tsx";
import { SecurityPage } from "../../components/security/security-page.tsx";
import type { TranslationFunctions } from "../../locales/i18n-types.js";
import { hasAuthenticator } from "../domain/authenticators.ts";
import { endAllOthers, endOwnSession, sessionsOf } from "../domain/own-sessions.ts";
import { passkeysOf } from "../domain/passkeys.ts";
import { countRecoveryCodes } from "../domain/recovery-codes.ts";
import { securityEventsOf } from "../domain/security-events.ts";
import { type App, placesOf, readerOf, wantsPartial } from "../web/context.ts";
import { deviceInWords } from "../web/device-words.ts";
import { flash } from "../web/flash.ts";
import { cursors, goTo, signedIn } from "../web/guards.ts";
import { originOf } from "../web/origin.ts";
import { proved } from "../web/proved.ts";
import { READING } from "../web/renderer.tsx";

/** As many events as say whether all is well. */
const RECENT = 5;

export const security = new Hono<App>()
  .get("/settings/security", signedIn, async (c) => {
    const { viewer, session, LL } = c.var;
    const [authenticator, codesLeft, passkeys, sessions, events] = await Promise.all([
      hasAuthenticator(viewer.id),
      countRecoveryCodes(viewer.id),
      passkeysOf(viewer),
      sessionsOf(viewer),
      securityEventsOf(viewer.id, undefined, RECENT),
    ]);
    const rows = sessions.map((each) => ({
      ...withDevice(LL)(each),
      here: each.publicId === session.publicId,
    }));
    return c.render(
      <SecurityPage
        {...{ authenticator, codesLeft, passkeys, sessions: rows }}
        events={events.items.slice(0, RECENT).map(withDevice(LL))}
        {...readerOf(c)}
      />,
      { title: LL.security.title() },
    );
  })

  .get("/settings/security/events", signedIn, cursors, async (c) => {
    const { viewer, LL } = c.var;
    const page = await securityEventsOf(viewer.id, c.req.valid("query").before);
    const events = page.items.map(withDevice(LL));
    const Content = wantsPartial(c) ? EventsPart : EventsPage;
    return c.render(<Content events={events} older={placesOf(c, page).older} {...readerOf(c)} />, {
      title: LL.security.events.title(),
      modules: READING,
    });
  })

  .delete("/settings/security/sessions", signedIn, proved, async (c) => {
    await endAllOthers(c.var.viewer, c.var.session.publicId, originOf(c));
    flash(c, "otherSessionsEnded");
    return goTo(c, "/settings/security");
  })

  .delete("/settings/security/sessions/:session", signedIn, proved, async (c) => {
    const ended = await endOwnSession(c.var.viewer, c.req.param("session"), originOf(c));
    if (!ended) throw new HTTPException(404);
    flash(c, "sessionEnded");
    return goTo(c, "/settings/security");
  });

const withDevice =
  (LL: TranslationFunctions) =>
  <Row extends { userAgent: string }>(row: Row) => ({ ...row, device: deviceInWords(row.userAgent, LL) });
