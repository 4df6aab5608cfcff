/** A mail as development's mailbox shows it. `link`: what it leads to, within the site. */
export interface KeptMail {
  number: number;
  to: string;
  subject: string;
  text: string;
  link: string | null;
  sentAt: Date;
}

const MOST = 50;

let mails: KeptMail[] = [];
let count = 0;

/** Keeps a mail for the mailbox page, for as long as the process runs. */
export function keepMail(mail: Omit<KeptMail, "number" | "sentAt">): void {
  mails = [{ ...mail, number: ++count, sentAt: new Date() }, ...mails].slice(0, MOST);
}

/** The mails that were kept, newest first. */
export const keptMails = (): readonly KeptMail[] => mails;
