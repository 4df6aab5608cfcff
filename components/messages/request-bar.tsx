import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Talk } from "../../src/domain/conversations.ts";
import { nameOf, profilePath } from "../people/person.tsx";

interface RequestBarProps {
  id: number;
  talk: Talk;
  declined: boolean;
  LL: TranslationFunctions;
}

/** What to do about a message from a stranger. They learn of none of it. */
export function RequestBar({ id, talk: { other }, declined, LL }: RequestBarProps) {
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
