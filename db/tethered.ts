export type Tethered = {
  /** Its exit code; 128 + n when signal n ended it. */
  exited: Promise<number>;
  /** Ends it in order (SIGTERM), by force once `grace` is over, and waits. */
  stop(): Promise<void>;
};

type Options = {
  /** Its environment; without one, this process's own. */
  env?: Record<string, string | undefined>;
  /** An open file that takes all it says; without one it speaks where this process speaks. */
  output?: number;
  /** Seconds from SIGTERM to SIGKILL. */
  grace: number;
  /** Folders that go when it has ended. */
  remove?: string[];
};

/**
 * Starts a program that ends when this process ends, however it ends: a shell between the two waits for the end of a
 * pipe that only this process holds open, and kill -9 closes it too. Shell and program are in a session of their own,
 * so that Ctrl-C in a terminal reaches this process alone, which can then stop its programs in order.
 */
export function spawnTethered(command: string[], { env, output, grace, remove = [] }: Options): Tethered {
  const script = `
    exec 3<&0 </dev/null
    ${quoted(command)} 3<&- &
    program=$!
    { cat <&3; kill $program; sleep ${grace}; kill -9 $program; } >/dev/null 2>&1 &
    wait $program
    status=$?
    rm -rf ${quoted(remove)}
    trap '' TERM
    kill 0
    exit $status`;

  const shell = Bun.spawn(["/bin/sh", "-c", script], {
    env,
    stdin: "pipe",
    stdout: output ?? "inherit",
    stderr: output ?? "inherit",
    detached: true,
  });

  const letGo = () => shell.stdin.end();
  shell.exited.then(letGo); // were only the shell killed, its program would live on
  return {
    exited: shell.exited,
    async stop() {
      letGo();
      await shell.exited;
    },
  };
}

function quoted(words: string[]): string {
  return words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
}
