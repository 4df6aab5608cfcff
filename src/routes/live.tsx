import { type Context, Hono } from "hono";
import { type BadgesProps, LiveBadges } from "../../components/live.tsx";
import { parseId } from "../domain/ids.ts";
import type { App } from "../web/context.ts";
import { openStream } from "../web/streams.ts";

/**
 * What keeps an open page current. Refusals are bare: nobody asked for this by hand, and nothing of it is to be seen.
 * `no-transform`: what compresses, waits. Not `no-store`: Chromium then forgets the page for "back".
 */
export const live = new Hono<App>()
  .get("/live", async (c) => {
    const { viewer, session, LL } = c.var;
    if (!viewer || !session) return c.body(null, 401);
    const talk = talkOf(c);
    if (talk === null) return c.body(null, 404);

    c.header("Content-Type", "text/event-stream");
    c.header("Cache-Control", "private, no-cache, no-transform");
    c.header("X-Accel-Buffering", "no");
    if (c.env.headersOnly) return c.body(null);
    const badges = badgesOf(c);
    const rendered = (changed: typeof badges) => String(<LiveBadges {...changed} LL={LL} />);
    const listener = { person: viewer.id, session: session.publicId, badges, talk, rendered };
    const stream = openStream(listener);
    if ("refused" in stream) return c.body(null, stream.refused, { "Retry-After": "30" });
    c.env.keepOpen?.();
    return c.body(stream);
  })

  .get("/live/state", (c) =>
    c.var.viewer ? c.render(<LiveBadges {...badgesOf(c)} LL={c.var.LL} />, { title: "" }) : c.body(null, 401),
  );

const badgesOf = ({ var: { viewer, badges } }: Context<App>): Omit<BadgesProps, "LL"> => ({
  messages: viewer?.unreadMessages ?? 0,
  notifications: badges.notifications,
});

/**
 * With whom a conversation is open on the page, always the viewer's own; undefined when none is, null when that is nobody.
 * A mark that is none is different from any other, and so the page asks at once.
 */
function talkOf(c: Context<App>) {
  const [talk, mark = ""] = [c.req.query("talk"), c.req.query("mark")];
  if (talk === undefined) return undefined;
  const other = parseId(talk);
  return other === null ? null : { other, mark };
}
