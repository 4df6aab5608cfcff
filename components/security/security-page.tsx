import type { Child } from "hono/jsx";
import type { SecurityEventView } from "../../src/domain/security-events.ts";
import type { Reader } from "../reader.ts";
import { SettingsPage } from "../settings/settings-page.tsx";
import { Events } from "./events.tsx";
import { type PasskeyRow, Passkeys } from "./passkeys.tsx";
import { type SessionRow, Sessions } from "./sessions.tsx";

interface SecurityPageProps extends Reader {
  authenticator: boolean;
  /** How many recovery codes are left. */
  codesLeft: number;
  passkeys: PasskeyRow[];
  sessions: SessionRow[];
  /** The latest few. */
  events: (SecurityEventView & { device: string })[];
}

/** What keeps an account its owner's, and who is in it at the moment. */
export function SecurityPage(props: SecurityPageProps) {
  const { authenticator, codesLeft, passkeys, sessions, events, ...reader } = props;
  const { LL } = reader;
  const texts = LL.security;
  return (
    <SettingsPage current="security" viewer={reader.viewer} LL={LL}>
      <Section title={texts.authenticator.title()}>
        <p>{authenticator ? texts.authenticator.on() : texts.authenticator.off()}</p>
        <a class="btn" href="/settings/security/authenticator">
          {authenticator ? texts.authenticator.remove() : texts.authenticator.setUp()}
        </a>
      </Section>
      {authenticator && (
        <Section title={texts.recovery.title()}>
          <p>{texts.recovery.left({ count: codesLeft })}</p>
          <a class="btn" href="/settings/security/recovery-codes">
            {texts.recovery.renew()}
          </a>
        </Section>
      )}
      <Section title={texts.passkeys.title()}>
        <Passkeys passkeys={passkeys} {...reader} />
      </Section>
      <Section title={texts.sessions.title()}>
        <Sessions sessions={sessions} {...reader} />
      </Section>
      <Section title={texts.events.recent()}>
        <Events events={events} {...reader} />
        <a class="btn mt-2" href="/settings/security/events">
          {texts.events.all()}
        </a>
      </Section>
    </SettingsPage>
  );
}

function Section({ title, children }: { title: string; children: Child }) {
  return (
    <section class="part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
