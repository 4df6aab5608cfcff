import type { MessageView } from "../../src/domain/messages.ts";
import { OlderLink } from "../pagination.tsx";
import { DayLine, type InTalk, Messages } from "./message.tsx";

interface MessagePageProps extends InTalk {
  items: MessageView[];
  /** The address of the page of older ones; null at the beginning. */
  older: string | null;
  /** The day of the message below, when it is there already. */
  below?: string;
}

/**
 * Messages and, above them, the way to older ones, which take its place: part of a full page, and what htmx fetches when
 * someone scrolls up. The date of the first message stands with that way and goes with it: it may belong further up.
 */
export function MessagePage({ items, older, below, ...talk }: MessagePageProps) {
  const [first] = items;
  const last = items.at(-1);
  return (
    <>
      <div class="page-edge">
        {older && (
          <OlderLink href={older} label={talk.LL.messages.older()} LL={talk.LL} target="closest .page-edge" />
        )}
        {first && <DayLine day={first.day} locale={talk.locale} />}
      </div>
      <Messages items={items} after={first?.day} {...talk} />
      {below && below !== last?.day && <DayLine day={below} locale={talk.locale} />}
    </>
  );
}
