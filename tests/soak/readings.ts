import { readdir } from "node:fs/promises";
import type { Server } from "../bench/servers.ts";
import type { Heard } from "./visitors.ts";

/** What was seen at a moment, and since the one before. */
export interface Reading extends Heard {
  /** Seconds since the load began. */
  at: number;
  /** Megabytes: all that the process holds, and of that its objects. */
  memory: number;
  heap: number;
  /** Open files and sockets; null where the system does not tell. */
  handles: number | null;
  /** Connections to the database: at work, and how many wait for one. */
  busy: number;
  waiting: number;
  /** Jobs that are due or running; those given up. */
  jobs: number;
  failed: number;
  /** Pages that are kept current. */
  streams: number;
  /** What 99 of 100 turns of the event loop took at most, in milliseconds. */
  loop: number;
}

/** Looks at the app from outside, and at what it says of itself to who has the token. */
export async function look(app: Server, token: string): Promise<Omit<Reading, keyof Heard | "at">> {
  const [memory, handles, said] = await Promise.all([app.memory(), handlesOf(app.pid), metrics(app, token)]);
  const sum = (name: string, ...labels: string[]) =>
    said
      .filter((line) => line.name === name && labels.every((label) => line.labels.includes(label)))
      .reduce((total, { value }) => total + value, 0);
  const jobs = (state: string) => sum("microblog_jobs", `state="${state}"`);
  return {
    ...{ memory, handles, heap: sum("nodejs_heap_size_used_bytes") / 1024 ** 2 },
    busy: sum("microblog_database_connections", 'state="busy"'),
    waiting: sum("microblog_database_connections", 'state="waiting"'),
    ...{ jobs: jobs("due") + jobs("running"), failed: jobs("failed") },
    streams: sum("microblog_streams"),
    loop: sum("nodejs_eventloop_lag_p99_seconds") * 1000,
  };
}

/** As Linux lists them. */
const handlesOf = (pid: number): Promise<number | null> =>
  readdir(`/proc/${pid}/fd`).then(
    (handles) => handles.length,
    () => null,
  );

async function metrics({ address }: Server, token: string) {
  const answer = await fetch(`${address}/metrics`, { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`/metrics answered ${answer.status}.`);
  return [...(await answer.text()).matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(
    ([, name = "", labels = "", value]) => ({ name, labels, value: Number(value) }),
  );
}
