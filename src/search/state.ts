import { newId } from "../domain/ids.ts";
import { documentsOf, type Kind } from "./documents.ts";
import type { Engine } from "./engine.ts";

/** A post does not come back: nothing may outlast its removal. */
const LAST_REVISION = Number.MAX_SAFE_INTEGER;

/** Reads what has become of these posts and people. `tell` brings an engine to it, be they there or gone. */
export async function stateOf({ posts: postIds, people: personIds }: Record<Kind, number[]>) {
  const revision = newId(); // before they are read: whoever reads later knows better
  const posts = await documentsOf("posts", postIds);
  const people = await documentsOf("people", personIds);
  const gonePosts = missing(postIds, posts).map((id) => ({ id, revision: LAST_REVISION }));
  const gonePeople = missing(personIds, people).map((id) => ({ id, revision }));
  return {
    async tell(engine: Engine): Promise<void> {
      await engine.index(posts);
      await engine.remove(gonePosts);
      await engine.indexPeople(people);
      await engine.removePeople(gonePeople);
    },
  };
}

function missing(ids: number[], found: { id: number }[]): number[] {
  const there = new Set(found.map(({ id }) => id));
  return ids.filter((id) => !there.has(id));
}
