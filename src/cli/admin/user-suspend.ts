import { suspend, unsuspend } from "../../domain/suspension.ts";
import { reasonFrom } from "./reason.ts";
import type { Task } from "./task.ts";
import { BY_ADMIN, whoIs } from "./who.ts";

export const userSuspend: Task = {
  usage: "user suspend USER --reason TEXT",
  about: `Signs a person out everywhere and hides them and their posts. They are told the reason by mail, and when they
sign in. Nothing is lost: it can be undone.`,
  examples: ['user suspend ada --reason "Advertising, after two warnings"'],

  async run([login = ""], options) {
    const reason = reasonFrom(options);
    const { id, username } = await whoIs(login);
    const changed = await suspend(id, reason, BY_ADMIN);
    return {
      data: { id, username, suspended: true, reason, changed },
      text: changed ? `${username} is suspended.` : `${username} is suspended already, for this reason.`,
    };
  },
};

export const userUnsuspend: Task = {
  usage: "user unsuspend USER",
  about: "Undoes a suspension: the person may sign in again and is seen again.",
  examples: ["user unsuspend ada"],

  async run([login = ""]) {
    const { id, username } = await whoIs(login);
    const changed = await unsuspend(id, BY_ADMIN);
    return {
      data: { id, username, suspended: false, changed },
      text: changed ? `${username} is no longer suspended.` : `${username} is not suspended.`,
    };
  },
};
