import { removeAuthenticator, resealAuthenticators } from "../../domain/authenticators.ts";
import { endAllSessions } from "../../domain/own-sessions.ts";
import { Complaint } from "../command.ts";
import type { Task } from "./task.ts";
import { BY_ADMIN, whoIs } from "./who.ts";

/** For accounts that somebody else may have got into, or that their owner no longer gets into. */
export const protection: Task[] = [
  {
    usage: "user sign-out USER",
    about: "Ends all sessions of an account.",
    examples: ["user sign-out ada"],

    async run([login = ""]) {
      const { id, username } = await whoIs(login);
      const ended = await endAllSessions(id, BY_ADMIN);
      return { data: { username, ended }, text: `Sessions of ${username} that were ended: ${ended}.` };
    },
  },
  {
    usage: "user remove-app USER",
    about: `For someone who lost both the authenticator app and the recovery codes, once you know that it is them: the
password alone is then enough to sign in. Ends their sessions.`,
    examples: ["user remove-app ada"],

    async run([login = ""]) {
      const { id, username } = await whoIs(login);
      await removeAuthenticator({ id }, BY_ADMIN);
      await endAllSessions(id, BY_ADMIN);
      return { data: { username }, text: `${username} signs in with the password alone.` };
    },
  },
  {
    usage: "reseal",
    about: "After SECRET_KEY was changed: seals the secrets of authenticator apps with the new one.",
    examples: ["reseal"],

    async run() {
      const { resealed, lost } = await resealAuthenticators();
      if (lost > 0)
        throw new Complaint(
          `Sealed anew: ${resealed}. Secrets that could not be opened: ${lost}. Neither SECRET_KEY nor SECRET_KEY_OLD fits.`,
        );
      return { data: { resealed }, text: `Secrets that were sealed anew: ${resealed}.` };
    },
  },
];
