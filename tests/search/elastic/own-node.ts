import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { spawnTethered } from "../../../db/tethered.ts";
import { START } from "./node.ts";

/** A node of a test's own, to be paused and killed. */
export interface OwnNode {
  url: string;
  signal(name: "SIGSTOP" | "SIGCONT" | "SIGKILL"): void;
  exited: Promise<number>;
  stop(): Promise<void>;
}

/** Starts a node on the data of a folder and waits until it answers. */
export async function startNode(data: string, port: number): Promise<OwnNode> {
  const output = openSync(`${data}.log`, "a");
  const node = spawnTethered([START, `${port}`, data], { output, grace: 5 });
  closeSync(output);
  const url = `http://127.0.0.1:${port}`;
  let ended = false;
  node.exited.then(() => (ended = true));
  for (let answers = false; !answers; await Bun.sleep(200)) {
    if (ended) throw new Error(`The node did not start: see ${data}.log`);
    const health = await fetch(`${url}/_cluster/health?wait_for_status=yellow`).catch(() => null);
    answers = health?.ok === true;
  }
  return { ...node, url, signal: (name) => void process.kill(pidOf(data), name) };
}

/** The server is a child of the script that starts it: the one whose last words are this folder and the port. */
function pidOf(data: string): number {
  const pid = readdirSync("/proc").find((name) => {
    if (!/^\d+$/.test(name)) return false;
    const words = commandOf(name);
    return words.at(-2) === data && (words[0] ?? "").endsWith("java");
  });
  if (pid === undefined) throw new Error("The node is not running.");
  return Number(pid);
}

function commandOf(pid: string): string[] {
  try {
    return readFileSync(join("/proc", pid, "cmdline"), "utf8")
      .split("\0")
      .slice(0, -1);
  } catch {
    return []; // it has ended meanwhile
  }
}
