import type { Told } from "../../src/domain/notifications/told.ts";
import { Avatar, nameOf, profilePath } from "../people/person.tsx";
import type { Reader } from "../reader.ts";
import { GAP, Sentence } from "../sentence.tsx";
import { When } from "../time.tsx";
import { shownKinds } from "./kinds.tsx";

/** One notification, or several that are told as one. What is unread is marked, and said before the rest. */
export function Notification({ told, ...reader }: Reader & { told: Told }) {
  const { LL, locale, now } = reader;
  const { sentence, Below } = shownKinds[told.kind];
  const [newest] = told.actors;
  return (
    <li class={told.unread ? "notification unread" : "notification"}>
      <p class="notification-head">
        {told.post === null && told.actors.map((person) => <Avatar person={person} size={32} />)}
        <span class="notification-words">
          {told.unread && <span class="visually-hidden">{LL.notifications.unread()} </span>}
          <Sentence text={sentence(told, GAP, LL)}>
            {newest && (
              <a class="person-name to-person" href={profilePath(newest)}>
                <bdi>{nameOf(newest)}</bdi>
              </a>
            )}
          </Sentence>
        </span>
        <span class="notification-time">
          <When at={told.at} locale={locale} now={now} />
        </span>
      </p>
      {Below && <Below told={told} {...reader} />}
    </li>
  );
}
