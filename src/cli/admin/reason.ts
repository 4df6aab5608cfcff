import { Reason } from "../../domain/suspension.ts";
import { Complaint } from "../command.ts";

/** What `--reason` says. Throws a sentence when it is left out, empty or too long. */
export function reasonFrom({ reason }: { reason?: string }): string {
  const parsed = Reason.safeParse(reason ?? "");
  if (!parsed.success)
    throw new Complaint("--reason must say why, in 1 to 500 characters. The person concerned will read it.");
  return parsed.data;
}
