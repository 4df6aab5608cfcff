import type { Child } from "hono/jsx";
import type { Reader } from "../reader.ts";
import { SearchTabs } from "./found.tsx";
import { Hints } from "./hints.tsx";
import { type Asked, searchPath } from "./path.ts";

interface SearchPageProps extends Pick<Reader, "LL"> {
  asked: Asked;
  children: Child;
}

/** The search page: a plain form, and below it what was found, which htmx fetches while someone types. */
export function SearchPage({ asked, LL, children }: SearchPageProps) {
  return (
    <>
      <h1 class="visually-hidden">{LL.search.title()}</h1>
      <search>
        <form class="search-form" action="/search">
          <label class="visually-hidden" for="q">
            {LL.search.label()}
          </label>
          <input
            class="form-control"
            type="search"
            id="q"
            name="q"
            value={asked.q}
            maxlength={500}
            autocomplete="off"
            placeholder={LL.search.label()}
            hx-get="/search"
            hx-trigger="input changed delay:250ms"
            hx-sync="this:replace"
            hx-include="closest form"
            hx-vals='{"typing":"on"}'
            hx-target="#found"
            hx-swap="innerHTML"
          />
          {asked.type === "people" && <input type="hidden" name="type" value="people" />}
          {asked.order === "newest" && <input type="hidden" name="order" value="newest" />}
          <button class="btn btn-primary" type="submit">
            {LL.search.submit()}
          </button>
        </form>
      </search>
      <div id="found">{children}</div>
    </>
  );
}

/**
 * What stands below the form: what was found, or, where nothing is asked for, what can be and everyone's posts.
 * `data-address` is where all this has an address of its own. `degraded`: the simpler engine had to answer.
 */
export function Found({ asked, degraded, LL, children }: SearchPageProps & { degraded: boolean }) {
  return (
    <div data-address={searchPath(asked)} data-title={searchTitle(asked, LL)}>
      {asked.q === "" ? (
        <>
          <h2 class="timeline-title">{LL.search.help()}</h2>
          <Hints LL={LL} />
          <h2 class="timeline-title">{LL.explore.title()}</h2>
        </>
      ) : (
        <>
          <SearchTabs asked={asked} LL={LL} />
          {asked.type === "posts" && (
            <details class="search-help">
              <summary>{LL.search.help()}</summary>
              <Hints LL={LL} />
            </details>
          )}
        </>
      )}
      {degraded && <p class="form-text">{LL.search.degraded()}</p>}
      {children}
    </div>
  );
}

export const searchTitle = ({ q }: Asked, LL: Reader["LL"]): string =>
  q === "" ? LL.search.title() : LL.search.titleOf({ q });
