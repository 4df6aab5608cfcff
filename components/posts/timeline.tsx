import type { Page } from "../../src/domain/page.ts";
import type { PostView } from "../../src/domain/posts.ts";
import { OlderLink, TheEnd } from "../pagination.tsx";
import type { Reader } from "../reader.ts";
import { PostArticle } from "./post-article.tsx";

interface PostPageProps extends Reader {
  page: Page<PostView>;
  /** The address of this page; `public/timeline.js` keeps the browser's at the one that is being read. */
  href: string;
  /** The address of the next one; null at the end. */
  older: string | null;
}

/** A page of posts and the way on: part of a full page, and what htmx fetches for the link before it. */
export function PostPage({ page, href, older, ...reader }: PostPageProps) {
  const { LL } = reader;
  return (
    <>
      <div class="page" data-place={href}>
        {page.items.map((post) => (
          <PostArticle post={post} {...reader} />
        ))}
      </div>
      {older ? <OlderLink href={older} label={LL.posts.older()} LL={LL} /> : <TheEnd text={LL.posts.end()} />}
    </>
  );
}

interface TimelineProps extends PostPageProps {
  heading: string;
  level?: "h1" | "h2";
  /** The address of the first page, where this is a later one. */
  newest?: string;
}

/** A page of posts under its heading, open to more of them at both ends. */
export function Timeline({ heading, level: Heading = "h2", newest, ...page }: TimelineProps) {
  return (
    <section aria-labelledby="timeline-title">
      <Heading class="timeline-title" id="timeline-title">
        {heading}
      </Heading>
      {newest && (
        <a class="newest" href={newest}>
          {page.LL.posts.newest()}
        </a>
      )}
      <div id="timeline">
        <PostPage {...page} />
      </div>
    </section>
  );
}
