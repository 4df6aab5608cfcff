import {
  changeMailDomainRules,
  type MailDomainRules,
  mailDomainRules,
  withDomain,
} from "../../domain/mail-domains.ts";
import { Complaint } from "../command.ts";
import type { Task } from "./task.ts";

const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/;

/** Whose addresses nobody may register with. */
export const mailDomains: Task[] = [
  {
    usage: "mail-domains list",
    about:
      "Shows whose addresses nobody may register with: a kept list of throw-away mail, and what you say.",
    examples: ["mail-domains list"],
    run: async () => told(await mailDomainRules()),
  },
  {
    usage: "mail-domains on",
    about: "Heeds the kept list of throw-away mail.",
    examples: ["mail-domains on"],
    run: async () => told(await changeMailDomainRules((rules) => ({ ...rules, on: true }))),
  },
  {
    usage: "mail-domains off",
    about: "Does not heed it.",
    examples: ["mail-domains off"],
    run: async () => told(await changeMailDomainRules((rules) => ({ ...rules, on: false }))),
  },
  {
    usage: "mail-domains allow DOMAIN",
    about: "Allows a domain and what is below it, whatever the list says.",
    examples: ["mail-domains allow example.org"],
    run: ([domain = ""]) => say("allow", domain),
  },
  {
    usage: "mail-domains refuse DOMAIN",
    about: "Refuses a domain and what is below it.",
    examples: ["mail-domains refuse example.org"],
    run: ([domain = ""]) => say("refuse", domain),
  },
];

async function say(verb: "allow" | "refuse", domain: string) {
  const folded = domain.toLowerCase();
  if (!DOMAIN.test(folded)) throw new Complaint(`${domain} is no domain, such as example.org.`);
  return told(await changeMailDomainRules((rules) => withDomain(rules, verb, folded)));
}

const told = ({ on, allowed, refused }: MailDomainRules) => ({
  data: { on, allowed, refused },
  text: `The kept list of throw-away mail is ${on ? "on" : "off"}.
Allowed besides: ${allowed.join(", ") || "none"}.
Refused besides: ${refused.join(", ") || "none"}.`,
});
