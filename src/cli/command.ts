import { type ParseArgsConfig, parseArgs } from "node:util";
import { closeDatabase } from "../../db/client.ts";
import { describeFault, isDatabaseAway } from "../../db/faults.ts";

/** What went wrong, in words for whoever typed the command. */
export class Complaint extends Error {}

/** What the command line says. What is no option, or lacks its value, is told before anything is done. */
export function commandLine<Known extends NonNullable<ParseArgsConfig["options"]>>(
  options: Known,
  usage: string,
) {
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    const [fault] = error instanceof Error ? error.message.split(". ") : [];
    throw new Complaint(`${fault}.\n\n${usage}`);
  }
}

/** Runs a command and ends its connections. What goes wrong is told in a sentence, not by a stack trace. */
export async function command(work: () => Promise<void>): Promise<never> {
  try {
    await work();
    await closeDatabase();
    process.exit(0);
  } catch (error) {
    console.error(sentence(error));
    process.exit(1);
  }
}

function sentence(error: unknown): string {
  if (error instanceof Complaint) return error.message;
  if (isDatabaseAway(error))
    return `The database does not answer (${describeFault(error)}): see DATABASE_URL.`;
  return `This did not work: ${describeFault(error)}`;
}
