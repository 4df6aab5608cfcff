import type { Page } from "../src/domain/page.ts";
import type { PostView } from "../src/domain/posts.ts";
import { Timeline } from "./posts/timeline.tsx";
import type { Reader } from "./reader.ts";

interface ExploreProps extends Reader {
  page: Page<PostView>;
  href: string;
  older: string | null;
  newest?: string;
}

/** Everyone's posts. */
export function ExplorePage(timeline: ExploreProps) {
  const { page, newest, viewer, LL } = timeline;
  if (page.items.length > 0 || newest)
    return <Timeline level="h1" heading={LL.explore.title()} {...timeline} />;
  return (
    <div class="empty">
      <h1>{LL.explore.title()}</h1>
      <p class="lead">{LL.explore.empty()}</p>
      <p class="actions">
        <a class="btn btn-primary" href={viewer ? "/" : "/register"}>
          {LL.explore.emptyWrite()}
        </a>
      </p>
    </div>
  );
}
