import type { TranslationFunctions } from "../locales/i18n-types.js";
import { unreadSaid, Waiting } from "./masthead.tsx";

/** The conversation that is open on a page: with whom, and how far it stands there. */
export interface OpenTalk {
  other: number;
  mark: string;
}

/**
 * Where the page hears what is new: `public/live.js` opens the stream while somebody sees the page, and asks for the
 * same now and then where it stays silent. Other parts of the page listen to the events that come to `#live`.
 */
export function Live({ talk }: { talk?: OpenTalk }) {
  const stream = talk ? `/live?talk=${talk.other}&mark=${talk.mark}` : "/live";
  return (
    <>
      <div
        id="live"
        hx-sse:connect={stream}
        hx-sse:close="over"
        hx-trigger="connect"
        hx-swap="none"
        hx-sync="this:drop"
        data-quiet=""
      />
      <div hx-get="/live/state" hx-trigger="poll from:#live" hx-swap="none" data-quiet="" />
    </>
  );
}

export interface BadgesProps {
  messages: number;
  notifications: number;
  LL: TranslationFunctions;
}

/** The badges of the masthead anew, as they are on every page. */
export function LiveBadges({ messages, notifications, LL }: BadgesProps) {
  return (
    <>
      <Anew place="messages" count={messages} said={LL.messages.unread({ count: messages })} />
      <Anew place="notifications" count={notifications} said={unreadSaid(notifications, LL)} />
    </>
  );
}

function Anew(waiting: { place: string; count: number; said: string }) {
  return (
    <hx-partial hx-target={`#${waiting.place}-waiting`} hx-swap="outerHTML">
      <Waiting {...waiting} />
    </hx-partial>
  );
}
