import type { Page } from "../src/domain/page.ts";
import type { PersonView } from "../src/domain/people.ts";
import type { PostView } from "../src/domain/posts.ts";
import type { Form } from "../src/web/forms.ts";
import { WhomToFollow } from "./people/people-page.tsx";
import { Composer } from "./posts/composer.tsx";
import { NewPostsWatch } from "./posts/new-posts.tsx";
import { Timeline } from "./posts/timeline.tsx";
import type { Reader } from "./reader.ts";

interface TimelineOfHome extends Reader {
  page: Page<PostView>;
  href: string;
  older: string | null;
  newest?: string;
}

interface HomePageProps extends TimelineOfHome {
  form: Form<"body">;
  submissionKey: string;
  /** Whoever has yet to confirm their address may not. */
  mayWrite: boolean;
  /** Suggestions for someone whose timeline is still empty. */
  people: PersonView[];
}

/** Home of a signed-in person: the composer, and what they and those they follow wrote. */
export function HomePage({ form, submissionKey, mayWrite, people, ...timeline }: HomePageProps) {
  const { page, newest, LL } = timeline;
  const first = page.items[0];
  return (
    <>
      <h1 class="visually-hidden">{LL.home.title()}</h1>
      {mayWrite ? (
        <Composer form={form} submissionKey={submissionKey} LL={LL} />
      ) : (
        <p class="lead">{LL.accounts.confirm.writeLater()}</p>
      )}
      {first && !newest && <NewPostsWatch since={first.id} />}
      {first || newest ? (
        <Timeline heading={LL.home.timeline()} {...timeline} />
      ) : (
        <HomeEmpty people={people} {...timeline} />
      )}
    </>
  );
}

/** Leads someone who follows nobody yet to people and posts. Their own first post finds its place here too. */
export function HomeEmpty({ people, ...reader }: Reader & { people: PersonView[] }) {
  const { LL } = reader;
  return (
    <>
      <div id="timeline" />
      <div class="empty">
        <h2>{LL.home.emptyTitle()}</h2>
        <p class="lead">{LL.home.emptyLead()}</p>
        <p class="actions">
          <a class="btn btn-primary" href="/explore">
            {LL.home.emptyExplore()}
          </a>
        </p>
      </div>
      <WhomToFollow people={people} {...reader} />
    </>
  );
}

interface WelcomeProps extends TimelineOfHome {
  siteName: string;
  /** Whether one may register. */
  open: boolean;
}

/** The front page for everyone else: what this place is, and the newest posts. */
export function Welcome({ siteName, open, ...timeline }: WelcomeProps) {
  const { LL } = timeline;
  return (
    <>
      <section class="hero">
        <h1>{LL.home.welcomeTitle()}</h1>
        <p class="lead">{LL.home.welcomeLead({ site: siteName })}</p>
        <p class="actions">
          {open && (
            <a class="btn btn-primary btn-lg" href="/register">
              {LL.layout.register()}
            </a>
          )}
          <a class={open ? "btn btn-lg" : "btn btn-primary btn-lg"} href="/login">
            {LL.layout.signIn()}
          </a>
        </p>
      </section>
      <Timeline heading={LL.home.newest()} {...timeline} />
    </>
  );
}
