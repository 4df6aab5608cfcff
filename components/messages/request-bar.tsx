import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Talk } from "../../src/domain/conversations.ts";
import { nameOf, profilePath } from "../people/person.tsx";

interface RequestBarProps {
  id: number;
  talk: Talk;
  declined: boolean;
  LL: TranslationFunctions;
}

/** The place for it on the page, empty where nothing is asked: a request may arrive, or be answered elsewhere. */
export function TalkRequest({ talk, LL }: Pick<RequestBarProps, "talk" | "LL">) {
  const waiting = talk.id !== null && talk.state !== "open";
  return (
    <div id="talk-request">
      {waiting && talk.id && (
        <RequestBar id={talk.id} talk={talk} declined={talk.state === "declined"} LL={LL} />
      )}
    </div>
  );
}

/** What can be done to a conversation as soon as there is one. */
export function TalkActions({ id, LL }: Pick<Talk, "id"> & Pick<RequestBarProps, "LL">) {
  return (
    <span id="talk-actions">
      {id && (
        <a class="post-action" href={`/messages/with/${id}/delete`}>
          {LL.messages.deleteTalk()}
        </a>
      )}
    </span>
  );
}

/** What to do about a message from a stranger. They learn of none of it. */
function RequestBar({ id, talk: { other }, declined, LL }: RequestBarProps) {
  const address = `/messages/with/${id}/request`;
  return (
    <div class="request">
      {other && (
        <p>
          {declined
            ? LL.messages.declinedLead({ name: nameOf(other) })
            : LL.messages.requestLead({ name: nameOf(other) })}
        </p>
      )}
      <div class="actions">
        <form method="post" action={address}>
          <button class="btn btn-primary" type="submit">
            {LL.messages.accept()}
          </button>
        </form>
        {!declined && (
          <form method="post" action={address}>
            <input type="hidden" name="_method" value="DELETE" />
            <button class="btn" type="submit">
              {LL.messages.decline()}
            </button>
          </form>
        )}
        {other && (
          <a class="btn" href={`${profilePath(other)}/block`}>
            {LL.people.block()}
          </a>
        )}
      </div>
    </div>
  );
}
