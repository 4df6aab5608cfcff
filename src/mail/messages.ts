import { changeEmail } from "./change-email.ts";
import { confirmEmail } from "./confirm-email.ts";
import { deletionOrdered } from "./deletion-ordered.ts";
import { digest } from "./digest.ts";
import { emailChangeAsked } from "./email-change-asked.ts";
import { passwordReset } from "./password-reset.ts";
import { postRemoved } from "./post-removed.ts";
import { security } from "./security.ts";
import { suspended } from "./suspended.ts";
import { unsuspended } from "./unsuspended.ts";

/**
 * Every message by its name, one file each; a new one is a file and a line here. What it needs to know besides the person
 * is its second argument: names and ids, never a secret or what a member wrote.
 */
export const messages = {
  "change-email": changeEmail,
  "confirm-email": confirmEmail,
  digest,
  "deletion-ordered": deletionOrdered,
  "email-change-asked": emailChangeAsked,
  "password-reset": passwordReset,
  "post-removed": postRemoved,
  security,
  suspended,
  unsuspended,
};

type Messages = typeof messages;

/** A mail to be sent, as a job keeps it. To nobody (null), it is dropped: for what must not tell whether somebody is there. */
export type Mail = {
  [Name in keyof Messages]: { message: Name; userId: number | null; data: Parameters<Messages[Name]>[1] };
}[keyof Messages];
