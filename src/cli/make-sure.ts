import { createInterface } from "node:readline/promises";
import { Complaint } from "./command.ts";

/**
 * Asks before something is destroyed, unless that was said with `--yes`. Throws what ends the command when the answer is
 * not yes, or when there is no terminal to ask at.
 */
export async function makeSure(question: string, { yes }: { yes?: boolean }): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY)
    throw new Complaint(`${question}\nThere is no terminal to ask at, so nothing was done: --yes says yes.`);
  if (!/^y(es)?$/i.test(await ask(`${question} [y/N] `))) throw new Complaint("Nothing was done.");
}

/** What is asked does not go where the answer of the command goes. The end of the input is an empty answer. */
async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
  const answer = await Promise.race([terminal.question(question), ended]);
  terminal.close();
  return answer.trim();
}
