import { parseId } from "../../domain/ids.ts";
import { findPostToRemove, removePostOf } from "../../domain/moderation.ts";
import { Complaint } from "../command.ts";
import { makeSure } from "../make-sure.ts";
import { reasonFrom } from "./reason.ts";
import type { Task } from "./task.ts";
import { BY_ADMIN } from "./who.ts";

const SHOWN = 80;

export const postRemove: Task = {
  usage: "post remove ID --reason TEXT",
  about: `Removes a post for everyone and for good. Its author is told the reason by mail. ID is the number in the
address of the post.`,
  examples: ['post remove 114748364800512 --reason "The address of somebody else"'],

  async run([typed = ""], { yes, ...options }) {
    const reason = reasonFrom(options);
    const post = await findPostToRemove(parseId(typed) ?? 0);
    if (post === null) throw new Complaint(`There is no post ${typed}.`);
    const beginning = post.body.replace(/\s+/g, " ").slice(0, SHOWN);
    await makeSure(`Remove for good what ${post.username} wrote: “${beginning}”?`, { yes });

    if (!(await removePostOf(post, reason, BY_ADMIN))) throw new Complaint(`There is no post ${typed}.`);
    return {
      data: { id: post.id, author: post.username, reason, removed: true },
      text: `The post of ${post.username} is removed.`,
    };
  },
};
