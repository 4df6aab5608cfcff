import type { SessionView } from "../../src/domain/own-sessions.ts";
import type { Reader } from "../reader.ts";
import { GAP, Sentence } from "../sentence.tsx";
import { When } from "../time.tsx";
import { Place } from "./place.tsx";

/** A session with its device in words. `here`: the one that this page is read in. */
export type SessionRow = SessionView & { device: string; here: boolean };

/** Where someone is signed in, each to be ended. */
export function Sessions({ sessions, ...reader }: { sessions: SessionRow[] } & Reader) {
  const texts = reader.LL.security.sessions;
  return (
    <>
      <ul class="rows">
        {sessions.map((session) => (
          <Session session={session} {...reader} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <form method="post" action="/settings/security/sessions">
          <input type="hidden" name="_method" value="DELETE" />
          <button class="btn mt-2" type="submit">
            {texts.endOthers()}
          </button>
        </form>
      )}
    </>
  );
}

function Session({ session, LL, locale, now }: { session: SessionRow } & Reader) {
  const { publicId, device, here, place, createdAt, lastSeenAt } = session;
  const texts = LL.security.sessions;
  return (
    <li>
      <div>
        <strong>{device}</strong> {here && <span class="here">{texts.here()}</span>}
        <p class="field-hint">
          <Place place={place} LL={LL} />
          {" · "}
          <Sentence text={texts.started({ when: GAP })}>
            <When at={createdAt} locale={locale} now={now} />
          </Sentence>
          {" · "}
          <Sentence text={texts.lastSeen({ when: GAP })}>
            <When at={lastSeenAt} locale={locale} now={now} />
          </Sentence>
        </p>
      </div>
      {!here && (
        <form method="post" action={`/settings/security/sessions/${publicId}`}>
          <input type="hidden" name="_method" value="DELETE" />
          <button class="btn" type="submit" aria-label={texts.endThis({ device })}>
            {texts.end()}
          </button>
        </form>
      )}
    </li>
  );
}
