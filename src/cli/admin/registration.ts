import { setRegistration, whatClosesRegistration } from "../../domain/registration.ts";
import type { Task } from "./task.ts";

export const registration: Task[] = [
  {
    usage: "registration show",
    about: "Says whether people may register by themselves.",
    examples: ["registration show"],
    run: state,
  },
  {
    usage: "registration open",
    about: "Lets people register by themselves. REGISTRATION=closed in the environment goes above this.",
    examples: ["registration open"],
    run: () => setRegistration("open").then(state),
  },
  {
    usage: "registration closed",
    about: "Lets nobody register, from the next page on; user create still works.",
    examples: ["registration closed"],
    run: () => setRegistration("closed").then(state),
  },
];

const SENTENCES = {
  environment: "Registration is closed by REGISTRATION=closed in the environment, whatever is said here.",
  setting: "Registration is closed.",
  open: "Registration is open.",
};

async function state() {
  const closedBy = await whatClosesRegistration();
  return { data: { open: closedBy === null, closedBy }, text: SENTENCES[closedBy ?? "open"] };
}
