import { transact } from "../../db/transact.ts";
import { readImport } from "../archives/bring.ts";
import { removeOldArchives } from "../archives/files.ts";
import { writeExport } from "../archives/write.ts";
import { removeExpiredChallenges } from "../domain/challenges.ts";
import { askForDueDigests, takeDigest } from "../domain/digests.ts";
import { giveUpExport } from "../domain/exports.ts";
import { fillHomes } from "../domain/home-imports.ts";
import { fanOut, takeBack } from "../domain/home-rows.ts";
import { fill, putAbsentToSleep, trimAll } from "../domain/home-upkeep.ts";
import { endImport } from "../domain/imports.ts";
import { removeAccount, removeThoseWhoLeft } from "../domain/leaving.ts";
import { removeOldLimits } from "../domain/limits.ts";
import { removeOldFailedMail } from "../domain/mail.ts";
import { notify } from "../domain/notifications/notify.ts";
import { removeOldNotifications } from "../domain/notifications/old.ts";
import { removeOldSecurityEvents } from "../domain/security-events.ts";
import { removeExpiredSessions } from "../domain/sessions.ts";
import { removeExpiredTokens } from "../domain/tokens.ts";
import { removeUnconfirmed } from "../domain/unconfirmed.ts";
import { sendMail } from "../mail/send.tsx";
import { isFilled } from "../search/backfill.ts";
import { fillIndex } from "../search/fill-index.ts";
import { indexPerson, indexPost } from "../search/indexing.ts";
import { forgetGonePeople } from "../search/mysql/keep.ts";
import { tell } from "../search/tell.ts";
import { removePicture, removeUnusedPictures } from "../uploads/avatars.ts";
import { storage } from "../uploads/storage.ts";
import { enqueue, extendLease, type Job, type Jobs, type Kind } from "./queue.ts";

/** Does the work of a job. A handler may run again after it was interrupted, or beside itself after a long pause. */
export async function handle(job: Job): Promise<void> {
  const between = () => extendLease(job);
  await (handlers[job.kind] as Handler<Kind>)(job.payload as never, between, job.id);
}

/** There is no further try: whoever waits for a job of these kinds finds out. */
export async function giveUp(job: Job): Promise<void> {
  if (job.kind === "export") await giveUpExport(job.payload.exportId);
  if (job.kind === "import") await endImport(job.payload.importId, "importFailed");
}

type Handler<K extends Kind> = (payload: Jobs[K], between: () => Promise<void>, id: number) => Promise<void>;

const handlers: { [K in Kind]: Handler<K> } = {
  "fan-out": ({ postId, authorId }, between) => fanOut(postId, authorId, between),
  "take-back": ({ postId, authorId }, between) => takeBack(postId, authorId, between),
  wake: ({ readerId }) => fill(readerId),
  mail: (mail, _, id) => sendMail(mail, id),
  "remove-account": ({ userId }, between) => removeAccount(userId, between),
  "remove-picture": ({ key }) => removePicture(key),
  notify,
  digest: async ({ personId }) => {
    await transact(async (tx) => {
      const span = await takeDigest(tx, personId);
      if (span) await enqueue(tx, "mail", { message: "digest", userId: personId, data: span });
    });
  },
  "index-post": ({ postId, revision }) => indexPost(postId, revision),
  "index-person": ({ personId }) => indexPerson(personId),
  "fill-index": (_, between) => fillIndex(between),
  "tell-elastic": (_, between) => tell(between),
  export: ({ exportId }, between) => writeExport(exportId, between),
  import: ({ importId }, between) => readImport(importId, between),
  "fill-homes": ({ authorId }, between) => fillHomes(authorId, between),
  "remove-archive": ({ file }) => storage.remove(file),
  housekeeping: async (_, between) => {
    await removeExpiredSessions();
    await removeExpiredTokens();
    await removeExpiredChallenges();
    await removeOldSecurityEvents();
    await removeUnconfirmed(between);
    await removeOldFailedMail();
    await removeThoseWhoLeft();
    await removeOldLimits();
    await removeOldNotifications(between);
    await askForDueDigests(between);
    await putAbsentToSleep(between);
    await trimAll(between);
    await removeUnusedPictures(between);
    await forgetGonePeople();
    await removeOldArchives(between);
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
