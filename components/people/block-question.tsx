import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { PersonRef } from "../../src/domain/people.ts";
import { nameOf, profilePath } from "./person.tsx";

/** Asks before someone is blocked, and says what it does and what it cannot do. */
export function BlockQuestion({ person, LL }: { person: PersonRef; LL: TranslationFunctions }) {
  const path = profilePath(person);
  return (
    <form class="question" method="post" action={`${path}/block`}>
      <h1 id="question-title">{LL.people.blockTitle({ name: nameOf(person) })}</h1>
      <p>{LL.people.blockLead()}</p>
      <p>{LL.people.blockPublic()}</p>
      <p class="actions">
        <button class="btn btn-danger" type="submit">
          {LL.people.blockConfirm()}
        </button>
        <a class="btn" href={path}>
          {LL.people.blockNot()}
        </a>
      </p>
    </form>
  );
}
