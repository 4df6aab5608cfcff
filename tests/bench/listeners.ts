/**
 * Run by live.ts in a process of its own, until it is stopped: holds a stream of `address` for each cookie, over plain
 * sockets, and opens it again when it ends, as late as htmx's extension does. What it is told on standard input, a line
 * each: first `{ address, cookies }`, then a text to wait for. Says on standard output, a line each: how many streams are
 * open, then for each text what became of it: `Heard`.
 */
import type { Socket } from "bun";
import type { Heard } from "./live.ts";

interface Listening {
  address: string;
  cookies: string[];
}

interface Listener {
  cookie: string;
  /** What came over this connection. */
  heard: string;
  /** When the text that is waited for came first, and how often it did. */
  at: number;
  times: number;
  /** As the stream has asked for, in milliseconds; and how often it was tried since the last one. */
  retry: number;
  attempt: number;
}

/** Of htmx's extension: docs/decisions/0020-live-updates.md. */
const MOST_DELAY_MS = 60_000;
const JITTER = 0.3;

/** Word of the same thing may come twice, a moment later. */
const AFTERWARDS_MS = 2000;

const lines = console[Symbol.asyncIterator]();
const next = async () => (await lines.next()).value as string | undefined;

const { address, cookies }: Listening = JSON.parse((await next()) ?? "");
const { hostname, port } = new URL(address);
let waitedFor = "text/event-stream";
let refused = 0;

const decoder = new TextDecoder();
const socket = {
  data(socket: Socket<Listener>, bytes: Uint8Array) {
    const listener = socket.data;
    listener.heard += decoder.decode(bytes);
    if (!listener.heard.startsWith("HTTP/1.1 200")) {
      refused++;
      return void socket.end();
    }
    listener.attempt = 0;
    listener.retry = Number(/retry: (\d+)/.exec(listener.heard)?.[1] ?? listener.retry);
    listener.times = listener.heard.split(waitedFor).length - 1;
    if (listener.at === 0 && listener.times > 0) listener.at = performance.now();
  },
  close: ({ data }: Socket<Listener>) => comeBack(data),
};

async function open(listener: Listener) {
  listener.heard = "";
  try {
    const opened = await Bun.connect({ hostname, port: Number(port), data: listener, socket });
    opened.write(`GET /live HTTP/1.1\r\nHost: localhost\r\nCookie: ${listener.cookie}\r\n\r\n`);
  } catch {
    comeBack(listener);
  }
}

function comeBack(listener: Listener) {
  const delay = Math.min(listener.retry * 2 ** listener.attempt++, MOST_DELAY_MS);
  setTimeout(() => void open(listener), delay * (1 + (Math.random() * 2 - 1) * JITTER));
}

const nothing = { heard: "", at: 0, times: 0, retry: 500, attempt: 0 };
const listeners: Listener[] = cookies.map((cookie) => ({ cookie, ...nothing }));
for (const listener of listeners) await open(listener);
await allHeard();
console.log(listeners.length);

for (let text = await next(); text !== undefined; text = await next()) {
  const began = performance.now();
  waitedFor = text;
  refused = 0;
  for (const listener of listeners) Object.assign(listener, { heard: "HTTP/1.1 200", at: 0, times: 0 });
  await allHeard();
  await Bun.sleep(AFTERWARDS_MS);
  const twice = listeners.filter(({ times }) => times > 1).length;
  console.log(JSON.stringify({ ms: listeners.map(({ at }) => at - began), twice, refused } satisfies Heard));
}

async function allHeard() {
  while (listeners.some(({ at }) => at === 0)) await Bun.sleep(20);
}
