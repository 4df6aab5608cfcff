import { Hono } from "hono";
import { PersonCard } from "../../components/people/card.tsx";
import { FollowAnswer } from "../../components/people/follow.tsx";
import { PeopleList, PeoplePage, peopleTitle } from "../../components/people/people-page.tsx";
import { nameOf, profilePath } from "../../components/people/person.tsx";
import { ProfilePage } from "../../components/people/profile-page.tsx";
import { PostPage } from "../../components/posts/timeline.tsx";
import { follow, unfollow } from "../domain/follows.ts";
import { findProfile, followersOf, followingOf } from "../domain/people.ts";
import { postsBy } from "../domain/posts.ts";
import { type App, placesOf, readerOf, wantsPartial } from "../web/context.ts";
import { flash } from "../web/flash.ts";
import { comingBackTo, cursors, found, signedIn } from "../web/guards.ts";
import { limited } from "../web/limits.ts";
import { HANDLE, person } from "../web/person.ts";
import { READING, WRITING } from "../web/renderer.tsx";

export const people = new Hono<App>()
  .get(HANDLE, person, cursors, async (c) => {
    const profile = c.var.person;
    const page = await postsBy(profile, c.var.viewer, c.req.valid("query").before);
    const timeline = { page, ...placesOf(c, page), ...readerOf(c) };
    const content = wantsPartial(c) ? (
      <PostPage {...timeline} />
    ) : (
      <ProfilePage profile={profile} {...timeline} />
    );
    return c.render(content, { title: `${nameOf(profile)} (@${profile.username})`, modules: WRITING });
  })

  .get(`${HANDLE}/:list{followers|following}`, person, cursors, async (c) => {
    const { person: of, viewer, LL } = c.var;
    const list = c.req.param("list") === "followers" ? "followers" : "following";
    const peopleOf = { followers: followersOf, following: followingOf }[list];
    const page = await peopleOf(of, viewer, c.req.valid("query").before);
    const heading = peopleTitle(list, of, LL);
    const people = { page, ...placesOf(c, page), ...readerOf(c) };
    const content = wantsPartial(c) ? (
      <PeoplePage {...people} />
    ) : (
      <PeopleList {...{ of, heading }} {...people} />
    );
    return c.render(content, { title: heading, modules: READING });
  })

  // What stands beside a name while one looks at it; alone it is part of the profile.
  .get(`${HANDLE}/card`, person, (c) => {
    const { person: profile, viewer, LL } = c.var;
    if (!wantsPartial(c)) return c.redirect(profilePath(profile), 303);
    return c.render(<PersonCard {...{ profile, viewer, LL }} />, { title: "" });
  })

  // The state of the button, for a page that was left and came back; alone it is part of the profile.
  .get(`${HANDLE}/follow`, person, (c) => {
    const { person, viewer, LL } = c.var;
    if (!wantsPartial(c)) return c.redirect(profilePath(person), 303);
    return c.render(<FollowAnswer {...{ person, viewer, LL }} />, { title: "" });
  })

  .on(["POST", "DELETE"], `${HANDLE}/follow`, signedIn, limited("following"), person, async (c) => {
    const { person, viewer, LL } = c.var;
    const following = c.req.method === "POST";
    await (following ? follow : unfollow)(viewer, person);

    if (wantsPartial(c)) {
      const now = found(await findProfile(person.username, viewer));
      return c.render(<FollowAnswer person={now} {...{ viewer, LL }} />, { title: "" });
    }
    flash(c, following ? "followed" : "unfollowed");
    return c.redirect(comingBackTo(c), 303);
  });
