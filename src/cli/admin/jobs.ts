import { parseId } from "../../domain/ids.ts";
import { dropJob, listJobs, retryFailedJobs, retryJob } from "../../jobs/kept.ts";
import { Complaint } from "../command.ts";
import { columns, minute } from "../lines.ts";
import { makeSure } from "../make-sure.ts";
import type { Task } from "./task.ts";

export const jobList: Task = {
  usage: "job list [--failed]",
  about:
    "Lists the work that waits, runs or failed, newest first, a hundred at most; --failed: what was given up.",
  examples: ["job list --failed"],

  async run(_, { failed }) {
    const { jobs, total } = await listJobs({ failed });
    const rows = jobs.map((job) => [
      `${job.id}`,
      job.kind,
      job.state,
      `${job.attempts}`,
      minute(job.failedAt ?? job.runAt),
      job.lastError ?? "",
    ]);
    const rest = total > jobs.length ? `\n\n${total - jobs.length} older ones are not shown.` : "";
    return {
      data: { total, jobs },
      text:
        total === 0 ? "None." : columns([["ID", "KIND", "STATE", "TRIES", "AT", "FAULT"], ...rows]) + rest,
    };
  },
};

export const jobRetry: Task = {
  usage: "job retry [ID] [--all-failed]",
  about: "Has a job tried again at once, or all that were given up.",
  examples: ["job retry 114748364800512", "job retry --all-failed"],

  async run([typed], { "all-failed": all }) {
    if ((typed === undefined) === (all !== true))
      throw new Complaint("job retry needs an ID or --all-failed.");
    if (typed !== undefined && !(await retryJob(parseId(typed) ?? 0))) throw new Complaint(notThere(typed));
    const retried = typed === undefined ? await retryFailedJobs() : 1;
    return { data: { retried }, text: `Jobs that are tried again: ${retried}.` };
  },
};

export const jobDrop: Task = {
  usage: "job drop ID",
  about: "Forgets a job. What it was to do is never done.",
  examples: ["job drop 114748364800512"],

  async run([typed = ""], { yes }) {
    await makeSure(`Drop job ${typed}, so that it is never done?`, { yes });
    if (!(await dropJob(parseId(typed) ?? 0))) throw new Complaint(notThere(typed));
    return { data: { dropped: 1 }, text: `Job ${typed} is dropped.` };
  },
};

const notThere = (id: string) => `There is no job ${id}, or it runs at this moment.`;
