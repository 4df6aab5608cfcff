import { transact } from "../../db/transact.ts";
import { fanOut, takeBack } from "../domain/home-rows.ts";
import { fill, putAbsentToSleep, trimAll } from "../domain/home-upkeep.ts";
import { removeOldSecurityEvents } from "../domain/security-events.ts";
import { removeExpiredSessions } from "../domain/sessions.ts";
import { removeExpiredTokens } from "../domain/tokens.ts";
import { backfill, isFilled } from "../search/backfill.ts";
import { indexPerson, indexPost } from "../search/indexing.ts";
import { tell } from "../search/tell.ts";
import { enqueue, extendLease, type Job, type Jobs, type Kind } from "./queue.ts";

/** Does the work of a job. A handler may run again after it was interrupted, or beside itself after a long pause. */
export async function handle(job: Job): Promise<void> {
  const between = () => extendLease(job);
  await (handlers[job.kind] as Handler<Kind>)(job.payload as never, between);
}

type Handler<K extends Kind> = (payload: Jobs[K], between: () => Promise<void>) => Promise<void>;

const handlers: { [K in Kind]: Handler<K> } = {
  "fan-out": ({ postId, authorId }, between) => fanOut(postId, authorId, between),
  "take-back": ({ postId, authorId }, between) => takeBack(postId, authorId, between),
  wake: ({ readerId }) => fill(readerId),
  "index-post": ({ postId, revision }) => indexPost(postId, revision),
  "index-person": ({ personId }) => indexPerson(personId),
  "fill-index": (_, between) => backfill(between),
  "tell-elastic": (_, between) => tell(between),
  housekeeping: async (_, between) => {
    await removeExpiredSessions();
    await removeExpiredTokens();
    await removeOldSecurityEvents();
    await putAbsentToSleep(between);
    await trimAll(between);
  },
};

const HOUR_SECONDS = 3600;

/** Has housekeeping done once an hour, by whichever process comes first. */
export async function scheduleHousekeeping(): Promise<void> {
  await transact((tx) => enqueue(tx, "housekeeping", {}, { key: "housekeeping", delay: HOUR_SECONDS }));
}

/** Has the index filled with what was written before there was one. */
export async function scheduleFilling(): Promise<void> {
  if (!(await isFilled())) await transact((tx) => enqueue(tx, "fill-index", {}, { key: "fill-index" }));
}
