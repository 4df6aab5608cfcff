import { disposableEmailBlocklistSet } from "disposable-email-domains-js";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "../../db/client.ts";
import { settings } from "../../db/schema.ts";
import { domainOf, emailKey } from "./addresses.ts";

/** What the admin has said of domains; it goes above the kept list of throw-away mail, which can be switched off. */
const Rules = z.object({
  on: z.boolean(),
  allowed: z.array(z.string()),
  refused: z.array(z.string()),
});

export type MailDomainRules = z.infer<typeof Rules>;

const KEY = "mail-domains";
const NONE: MailDomainRules = { on: true, allowed: [], refused: [] };

/** The admin's rules as they are. */
export async function mailDomainRules(): Promise<MailDomainRules> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, KEY));
  return row ? Rules.parse(JSON.parse(row.value)) : NONE;
}

/** Changes the rules and answers them as they are then. */
export async function changeMailDomainRules(
  change: (rules: MailDomainRules) => MailDomainRules,
): Promise<MailDomainRules> {
  const rules = change(await mailDomainRules());
  const value = JSON.stringify(rules);
  await db.insert(settings).values({ key: KEY, value }).onDuplicateKeyUpdate({ set: { value } });
  return rules;
}

/** The rules with this domain, and what is below it, allowed or refused whatever the list says. */
export function withDomain(
  { on, allowed, refused }: MailDomainRules,
  verb: "allow" | "refuse",
  domain: string,
): MailDomainRules {
  const without = (domains: string[]) => domains.filter((each) => each !== domain);
  return {
    on,
    allowed: verb === "allow" ? [...without(allowed), domain] : without(allowed),
    refused: verb === "refuse" ? [...without(refused), domain] : without(refused),
  };
}

/** Whether nobody may register with this address: its domain, or one above it, belongs to throw-away mail. */
export async function isThrowAway(email: string): Promise<boolean> {
  const { on, allowed, refused } = await mailDomainRules();
  const domains = withParents(domainOf(emailKey(email)));
  const verdict = domains.find((domain) => allowed.includes(domain) || refused.includes(domain));
  if (verdict !== undefined) return refused.includes(verdict);
  return on && domains.some((domain) => knownDomains().has(domain));
}

let known: Set<string> | undefined;

/** The package builds its set anew whenever it is asked: 0.2 ms, so it is asked once. */
function knownDomains(): Set<string> {
  known ??= disposableEmailBlocklistSet();
  return known;
}

/** `a.b.example` and what it is below: `b.example`, `example`. */
function withParents(domain: string): string[] {
  const labels = domain.split(".");
  return labels.map((_, index) => labels.slice(index).join("."));
}
