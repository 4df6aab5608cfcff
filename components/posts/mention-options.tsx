import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { PersonRef } from "../../src/domain/people.ts";
import { Avatar, nameOf } from "../people/person.tsx";

/** People to mention, for `public/mentions.js`: it chooses among them, says `data-say` and writes `data-name`. */
export function MentionOptions({ people, LL }: { people: PersonRef[]; LL: TranslationFunctions }) {
  if (people.length === 0) return null;
  return (
    <div
      role="listbox"
      id="mention-options"
      aria-label={LL.posts.people()}
      data-say={LL.posts.peopleOffered({ count: people.length })}
    >
      {people.map((person, at) => (
        <div
          role="option"
          id={`mention-option-${at}`}
          tabIndex={-1}
          aria-selected="false"
          data-name={person.username}
        >
          <Avatar person={person} size={32} />
          <bdi class="person-name">{nameOf(person)}</bdi>
          <span class="person-username">@{person.username}</span>
        </div>
      ))}
    </div>
  );
}
