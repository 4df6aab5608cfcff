import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { PersonRef } from "../../src/domain/people.ts";
import { Avatar, nameOf, profilePath } from "../people/person.tsx";
import { searchPath } from "./path.ts";

/**
 * The search box beside every page: a plain form. While someone types, `public/search.js` opens the list below it, by
 * the practices for a combobox.
 */
export function SearchBox({ LL }: { LL: TranslationFunctions }) {
  return (
    <search class="search-box">
      <form action="/search">
        <label class="visually-hidden" for="search-box">
          {LL.search.title()}
        </label>
        <input
          class="form-control"
          type="search"
          name="q"
          maxlength={500}
          autocomplete="off"
          id="search-box"
          placeholder={LL.search.title()}
          data-options="search-options"
          hx-get="/search/people"
          hx-trigger="input changed delay:250ms"
          hx-sync="this:replace"
          hx-target="#search-options"
          hx-swap="innerHTML"
        />
      </form>
      <div id="search-options" class="search-options" hidden />
    </search>
  );
}

/** What the list has: the search itself, and people whose names begin so. */
export function SearchOptions({
  q,
  people,
  LL,
}: {
  q: string;
  people: PersonRef[];
  LL: TranslationFunctions;
}) {
  if (q === "") return null;
  const search = searchPath({ q, type: "posts", order: "relevance", typing: false });
  return (
    <div role="listbox" id="search-listbox" aria-label={LL.search.suggestions()}>
      <a
        class="search-option"
        role="option"
        id="search-option-0"
        tabindex={-1}
        aria-selected="false"
        href={search}
      >
        {LL.search.searchFor({ q })}
      </a>
      {people.map((person, n) => (
        <a
          class="search-option"
          role="option"
          id={`search-option-${n + 1}`}
          tabindex={-1}
          aria-selected="false"
          href={profilePath(person)}
        >
          <Avatar person={person} size={32} />
          <span>
            <bdi class="person-name">{nameOf(person)}</bdi>{" "}
            <span class="person-username">@{person.username}</span>
          </span>
        </a>
      ))}
    </div>
  );
}
