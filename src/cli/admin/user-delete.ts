import { DAYS_TO_RETURN, removeNow, sendAway } from "../../domain/leaving.ts";
import { day } from "../lines.ts";
import { makeSure } from "../make-sure.ts";
import type { Task } from "./task.ts";
import { BY_ADMIN, whoIs } from "./who.ts";

export const userDelete: Task = {
  usage: "user delete USER [--now]",
  about: `Deletes an account. It is hidden and signed out at once and removed after ${DAYS_TO_RETURN} days; until then its owner, who is
told by mail, keeps it by signing in, unless they are suspended. With --now it is removed at once, and nobody is told.`,
  examples: ["user delete ada", "user delete ada --now --yes"],

  async run([login = ""], { now = false, yes }) {
    const { id, username, postsCount, leavesAt } = await whoIs(login);
    const when = now ? "at once" : `in ${DAYS_TO_RETURN} days`;
    if (!now && leavesAt) return told(id, username, leavesAt);

    await makeSure(`Remove ${username} and all that is theirs, such as posts (${postsCount}), ${when}?`, {
      yes,
    });
    if (now) {
      await removeNow(id);
      return { data: { id, username, removed: true, leavesAt: null }, text: `${username} is removed.` };
    }
    await sendAway(id, BY_ADMIN);
    return told(id, username, (await whoIs(login)).leavesAt);
  },
};

const told = (id: number, username: string, leavesAt: Date | null) => ({
  data: { id, username, removed: false, leavesAt },
  text: `${username} is hidden and will be removed${leavesAt ? ` on ${day(leavesAt)}` : ""}.`,
});
