import type { PostView } from "../../src/domain/posts.ts";
import { OlderLink, TheEnd } from "../pagination.tsx";
import { PostArticle } from "../posts/post-article.tsx";
import type { Reader } from "../reader.ts";
import { type Asked, searchPath } from "./path.ts";

interface PageProps extends Reader {
  posts: (PostView & { marks?: [number, number][] })[];
  /** The address of this page, and of the next one; null at the end. */
  href: string;
  older: string | null;
}

/** A page of posts that were found, and the way on. */
export function FoundPosts({ posts, href, older, ...reader }: PageProps) {
  const { LL } = reader;
  return (
    <>
      <div class="page" data-place={href}>
        {posts.map(({ marks, ...post }) => (
          <PostArticle post={post} marks={marks} {...reader} />
        ))}
      </div>
      {older ? (
        <OlderLink href={older} label={LL.posts.older()} LL={LL} />
      ) : (
        <TheEnd text={LL.search.end()} />
      )}
    </>
  );
}

/** Posts or people, the best or the newest. */
export function SearchTabs({ asked, LL }: Pick<Reader, "LL"> & { asked: Asked }) {
  const tab = (change: Partial<Asked>, label: string) => (
    <a
      href={searchPath({ ...asked, ...change })}
      aria-current={
        Object.entries(change).every(([key, value]) => asked[key as keyof Asked] === value)
          ? "page"
          : undefined
      }
    >
      {label}
    </a>
  );
  return (
    <>
      <nav class="tabs" aria-label={LL.search.what()}>
        {tab({ type: "posts" }, LL.search.posts())}
        {tab({ type: "people" }, LL.search.people())}
      </nav>
      {asked.type === "posts" && (
        <nav class="search-order" aria-label={LL.search.order()}>
          {tab({ order: "relevance" }, LL.search.relevance())}
          {tab({ order: "newest" }, LL.search.newest())}
        </nav>
      )}
    </>
  );
}

/** Nothing was found: what to leave out, each a search of its own. `typed`: the parts of the question. */
export function NothingFound({ asked, typed, LL }: Pick<Reader, "LL"> & { asked: Asked; typed: string[] }) {
  const without = (n: number) => typed.filter((_, place) => place !== n).join(" ");
  return (
    <div class="empty">
      <p class="lead">{LL.search.nothing({ q: asked.q })}</p>
      {typed.length > 1 && (
        <>
          <p id="drop-title">{LL.search.drop()}</p>
          <ul class="search-drop list-unstyled" aria-labelledby="drop-title">
            {typed.map((part, n) => (
              <li>
                <a
                  class="btn"
                  href={searchPath({ ...asked, q: without(n) })}
                  aria-label={LL.search.without({ part })}
                >
                  <s>{part}</s>
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
