import { type Task, takenBy } from "./task.ts";

const OUTRO = `USER is a user name, present or former, or an email address. Every command also takes
  --json   prints what programs can read
  --yes    does not ask before it destroys something; without a terminal nothing is destroyed otherwise
  --help   explains a command, such as bun run admin user --help

They work on the database of DATABASE_URL, while the site runs.`;

/** Explains the commands: a few with examples, or all of them in a line or two. */
export function helpFor(tasks: Task[], all: boolean): string {
  const parts = tasks.map(({ usage, about, examples }) =>
    [
      usage,
      ...indented(about),
      ...(all ? [] : examples.map((example) => `  $ bun run admin ${example}`)),
    ].join("\n"),
  );
  const intro = all ? "Usage: bun run admin COMMAND" : "Usage: bun run admin …";
  return [intro, parts.join(all ? "\n" : "\n\n"), OUTRO].join("\n\n");
}

/** The commands that these words could begin, the words taken from the end until some fit; all of them for none. */
export function tasksLike(words: string[], tasks: Task[]): Task[] {
  for (let count = words.length; count > 0; count--) {
    const begun = words.slice(0, count).join(" ");
    const like = tasks.filter((task) => `${takenBy(task).name.join(" ")} `.startsWith(`${begun} `));
    if (like.length > 0) return like;
  }
  return tasks;
}

const indented = (text: string) => text.split("\n").map((line) => `  ${line}`);
