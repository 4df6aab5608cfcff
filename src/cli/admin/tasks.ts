import { events } from "./events.ts";
import { jobDrop, jobList, jobRetry } from "./jobs.ts";
import { mailDomains } from "./mail-domains.ts";
import { mailFailed } from "./mail-failed.ts";
import { migrateStatus } from "./migrate-status.ts";
import { postRemove } from "./post-remove.ts";
import { protection } from "./protect.ts";
import { prune } from "./prune.ts";
import { registration } from "./registration.ts";
import { resetLink } from "./reset-link.ts";
import { searchCheck } from "./search-check.ts";
import type { Task } from "./task.ts";
import { usage } from "./usage.ts";
import { userAdmin } from "./user-admin.ts";
import { userConfirm } from "./user-confirm.ts";
import { userCreate } from "./user-create.ts";
import { userDelete } from "./user-delete.ts";
import { userList } from "./user-list.ts";
import { userShow } from "./user-show.ts";
import { userSuspend, userUnsuspend } from "./user-suspend.ts";

/** All commands of `bun run admin`, in the order in which help lists them. */
export const TASKS: Task[] = [
  userCreate,
  userList,
  userShow,
  userConfirm,
  userSuspend,
  userUnsuspend,
  userDelete,
  ...userAdmin,
  ...protection,
  events,
  resetLink,
  postRemove,
  ...registration,
  mailFailed,
  ...mailDomains,
  jobList,
  jobRetry,
  jobDrop,
  searchCheck,
  usage,
  prune,
  migrateStatus,
];
