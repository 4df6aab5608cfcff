import { listMembers } from "../../domain/members.ts";
import { Complaint } from "../command.ts";
import { columns, day } from "../lines.ts";
import type { Task } from "./task.ts";

export const userList: Task = {
  usage: "user list [--search TEXT] [--page N]",
  about: "Lists people, who came last first, twenty a page; those with TEXT in user name, name or address.",
  examples: ["user list", "user list --search example.org --page 2"],

  async run(_, { search, page = "1" }) {
    if (!/^[1-9]\d{0,6}$/.test(page)) throw new Complaint("--page must be a whole number from 1, such as 2.");
    const { users, next } = await listMembers({ search, page: Number(page) });
    const rows = users.map((user) => [
      user.username,
      user.email ?? "-",
      `${user.postsCount}`,
      day(user.createdAt),
      day(user.lastSeenAt),
      remarks(user).join(", "),
    ]);
    const head = ["USER", "ADDRESS", "POSTS", "SINCE", "SEEN", ""];
    const more = next === null ? "" : `\n\nMore of them: --page ${next}`;
    return {
      data: { page: Number(page), next, users },
      text: users.length === 0 ? "Nobody." : columns([head, ...rows]) + more,
    };
  },
};

type Listed = Awaited<ReturnType<typeof listMembers>>["users"][number];

/** What is out of the ordinary with somebody. */
export const remarks = ({ admin, email, emailConfirmedAt, suspendedAt, leavesAt }: Omit<Listed, "about">) => [
  ...(admin ? ["admin"] : []),
  ...(email !== null && emailConfirmedAt === null ? ["address not confirmed"] : []),
  ...(suspendedAt ? ["suspended"] : []),
  ...(leavesAt ? [`leaves on ${day(leavesAt)}`] : []),
];
