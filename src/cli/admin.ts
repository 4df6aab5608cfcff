/** `bun run admin`: what the person who runs the site does from the shell. */
import { parseArgs } from "node:util";
import { migrate } from "../../db/migrate.ts";
import { env } from "../env.ts";
import { helpFor, tasksLike } from "./admin/help.ts";
import { OPTIONS, type Options, type Task, takenBy } from "./admin/task.ts";
import { TASKS } from "./admin/tasks.ts";
import { Complaint, command } from "./command.ts";

/** Every command takes these. */
const ALWAYS = ["json", "yes", "help"];

await command(async () => {
  const { words, options } = parse();
  const like = tasksLike(words, TASKS);
  const help = helpFor(like, like.length === TASKS.length);
  if (words.length === 0 || options.help) return console.log(help);

  const task = taskOf(words);
  if (task === undefined) throw new Complaint(`This is no whole command: ${words.join(" ")}\n\n${help}`);
  const { name, options: taken } = takenBy(task);
  const strange = Object.keys(options).find((option) => ![...taken, ...ALWAYS].includes(option));
  if (strange) throw new Complaint(`${name.join(" ")} takes no --${strange}.\n\n${help}`);

  if (task.migrates !== false) await migrate(env.DATABASE_URL, { say: console.error });
  const { data, text, failed } = await task.run(words.slice(name.length), options);
  console.log(options.json ? JSON.stringify(data, null, 2) : printable(text));
  if (failed) throw new Complaint(failed);
});

function taskOf(words: string[]): Task | undefined {
  return TASKS.find((task) => {
    const { name, least, most } = takenBy(task);
    const follow = words.length - name.length;
    return name.every((word, index) => words[index] === word) && follow >= least && follow <= most;
  });
}

function parse(): { words: string[]; options: Options } {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: OPTIONS });
    return { words: positionals, options: values };
  } catch (error) {
    const [fault] = error instanceof Error ? error.message.split(". ") : [];
    throw new Complaint(`${fault}. See bun run admin --help.`);
  }
}

/** People and browsers may call themselves what they like; a terminal would obey. */
function printable(text: string): string {
  return text.replace(/(?!\n)\p{C}/gu, "");
}
