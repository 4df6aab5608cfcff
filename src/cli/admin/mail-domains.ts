import { changeMailDomainRules, mailDomainRules, withDomain } from "../../domain/mail-domains.ts";
import { Complaint } from "../command.ts";

const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/;

/** `mail-domains VERB [DOMAIN]`: shows or changes whose addresses nobody may register with. */
export async function changeMailDomains([verb, domain]: string[]) {
  const folded = domain?.toLowerCase();
  if ((verb === "allow" || verb === "refuse") && folded) {
    if (!DOMAIN.test(folded)) throw new Complaint(`${domain} is no domain, such as example.org.`);
    await changeMailDomainRules((rules) => withDomain(rules, verb, folded));
  } else if ((verb === "on" || verb === "off") && !folded) {
    await changeMailDomainRules((rules) => ({ ...rules, on: verb === "on" }));
  } else if (verb !== "list" || folded) {
    throw new Complaint("bun run admin mail-domains list | on | off | allow DOMAIN | refuse DOMAIN");
  }
  const { on, allowed, refused } = await mailDomainRules();
  console.log(`The kept list of throw-away mail is ${on ? "on" : "off"}.`);
  console.log(`Allowed besides: ${allowed.join(", ") || "none"}.`);
  console.log(`Refused besides: ${refused.join(", ") || "none"}.`);
}
