import { setAdmin } from "../../domain/members.ts";
import type { Task } from "./task.ts";
import { whoIs } from "./who.ts";

export const userAdmin: Task[] = [
  {
    usage: "user make-admin USER",
    about: "Makes a person an admin.",
    examples: ["user make-admin ada"],
    run: ([login = ""]) => change(login, true),
  },
  {
    usage: "user unmake-admin USER",
    about: "Makes an admin an ordinary member again.",
    examples: ["user unmake-admin ada"],
    run: ([login = ""]) => change(login, false),
  },
];

async function change(login: string, admin: boolean) {
  const { id, username } = await whoIs(login);
  const changed = await setAdmin(id, admin);
  return {
    data: { id, username, admin, changed },
    text: `${username} is ${admin ? "an admin" : "no admin"}${changed ? " from now on" : " already"}.`,
  };
}
