import type { SecurityEventView } from "../../src/domain/security-events.ts";
import { OlderLink } from "../pagination.tsx";
import type { Reader } from "../reader.ts";
import { SettingsPage } from "../settings/settings-page.tsx";
import { When } from "../time.tsx";
import { Place } from "./place.tsx";

/** An event with its device in words. */
export type EventRow = SecurityEventView & { device: string };

/** What happened to an account: when, on what, roughly where. */
export function Events({ events, LL, locale, now }: { events: EventRow[] } & Reader) {
  const texts = LL.security.events;
  if (events.length === 0) return <p>{texts.none()}</p>;
  return (
    <ul class="rows">
      {events.map(({ kind, device, place, createdAt }) => (
        <li>
          <div>
            <strong>{texts.kinds[kind]()}</strong>
            <p class="field-hint">
              {device}
              {" · "}
              <Place place={place} LL={LL} />
              {" · "}
              <When at={createdAt} locale={locale} now={now} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** A part of the list, and the way to what came before. */
export function EventsPart({ older, ...props }: { events: EventRow[]; older: string | null } & Reader) {
  return (
    <>
      <Events {...props} />
      {older && <OlderLink href={older} label={props.LL.security.events.older()} LL={props.LL} />}
    </>
  );
}

/** All of it, a page at a time. */
export function EventsPage(props: { events: EventRow[]; older: string | null } & Reader) {
  const { LL, viewer } = props;
  return (
    <SettingsPage current="security" viewer={viewer} LL={LL}>
      <h2>{LL.security.events.title()}</h2>
      <p>{LL.security.events.lead()}</p>
      <EventsPart {...props} />
      <p class="mt-4">
        <a href="/settings/security">{LL.security.back()}</a>
      </p>
    </SettingsPage>
  );
}
