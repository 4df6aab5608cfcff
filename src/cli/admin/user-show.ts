import { columns, minute } from "../lines.ts";
import type { Task } from "./task.ts";
import { whoIs } from "./who.ts";

export const userShow: Task = {
  usage: "user show USER",
  about: "Shows what is known of a person, but nothing that would let anybody in.",
  examples: ["user show ada", "user show ada@example.org --json"],

  async run([login = ""]) {
    const user = await whoIs(login);
    const { email, emailConfirmedAt, newEmail, suspendedAt, suspendedFor, leavesAt } = user;
    const confirmed = emailConfirmedAt ? `confirmed ${minute(emailConfirmedAt)}` : "not confirmed";
    const rows = [
      ["id", `${user.id}`],
      ["user name", [user.username, ...user.formerUsernames.map((name) => `formerly ${name}`)].join(", ")],
      ["name", user.name || "-"],
      ["address", email === null ? "-" : `${email}, ${confirmed}`],
      ...(newEmail === null ? [] : [["new address", `${newEmail}, not confirmed`]]),
      ["admin", user.admin ? "yes" : "no"],
      ["seen by others", user.hidden ? "no" : "yes"],
      ["suspended", suspendedAt ? `${minute(suspendedAt)}: ${suspendedFor}` : "no"],
      ["leaves", minute(leavesAt)],
      ["posts", `${user.postsCount}`],
      ["followers", `${user.followersCount}, follows ${user.followingCount}`],
      ["sessions", `${user.sessionsCount}`],
      ["since", minute(user.createdAt)],
      ["last seen", minute(user.lastSeenAt)],
    ];
    return { data: user, text: columns(rows) };
  },
};
