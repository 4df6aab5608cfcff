/**
 * Run by live.ts in a process of its own, until it is stopped: holds a stream of `address` for each cookie, over plain
 * sockets. What it is told on standard input, a line each: first `{ address, cookies }`, then a text to wait for. Says on
 * standard output, a line each: how many streams are open, then for each text how long after the line each of them had it,
 * in milliseconds.
 */
import type { Socket } from "bun";

interface Listening {
  address: string;
  cookies: string[];
}

interface Listener {
  heard: string;
  at: number;
}

const lines = console[Symbol.asyncIterator]();
const next = async () => (await lines.next()).value as string | undefined;

const { address, cookies }: Listening = JSON.parse((await next()) ?? "");
const { hostname, port } = new URL(address);
let waitedFor = "text/event-stream";

const decoder = new TextDecoder();
const socket = {
  data(socket: Socket<Listener>, bytes: Uint8Array) {
    socket.data.heard += decoder.decode(bytes);
    if (socket.data.at === 0 && socket.data.heard.includes(waitedFor)) socket.data.at = performance.now();
  },
};

const sockets: Socket<Listener>[] = [];
for (const cookie of cookies) {
  const data = { heard: "", at: 0 };
  const opened = await Bun.connect({ hostname, port: Number(port), data, socket });
  opened.write(`GET /live HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n\r\n`);
  sockets.push(opened);
}
await allHeard();
console.log(sockets.length);

for (let text = await next(); text !== undefined; text = await next()) {
  const began = performance.now();
  waitedFor = text;
  for (const { data } of sockets) Object.assign(data, { heard: "", at: 0 });
  await allHeard();
  console.log(JSON.stringify(sockets.map(({ data }) => data.at - began)));
}

async function allHeard() {
  while (sockets.some(({ data }) => data.at === 0)) await Bun.sleep(20);
}
