/**
 * `bun run dev`: everything one needs to work on MicroBlog, from one command until Ctrl-C. Starts a private database
 * server unless DATABASE_URL names one, migrates and fills it, and runs the app, which restarts when its code changes.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createDatabase, newSocket, socketUrl, startPrivateServer } from "../../db/private-server.ts";
import { spawnTethered, type Tethered } from "../../db/tethered.ts";
import { npxEnds } from "./npx.ts";
import { takeLock } from "./only-one.ts";

const DATA = ".data";

const interrupted = new Promise<null>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve(null)); // once: a second one ends us
});

// The address of the database must be known before env.ts is read, which tells all the rest.
const socket = newSocket();
const privately = !process.env.DATABASE_URL;
process.env.NODE_ENV = "development";
process.env.DATABASE_URL ||= socketUrl(socket, "microblog");
const { env } = await import("../env.ts");
const { localAddress } = await import("../domain/site.ts");

const running: Tethered[] = [];
const throughNpm = process.env.npm_execpath?.endsWith("npm-cli.js");
const complaint = await Promise.race([interrupted, run(), ...(throughNpm ? [npxEnds()] : [])]);
for (const part of running.reverse()) await part.stop();
if (complaint) console.error(complaint);
process.exit(complaint ? 1 : 0);

/** Runs until some part of it ends by itself, and tells which. */
async function run(): Promise<string> {
  const port = env.PORT || listenOnce(0);
  const address = localAddress(port);

  mkdirSync(DATA, { recursive: true });
  const other = takeLock(join(DATA, "dev.lock"), address);
  if (other !== null) return `MicroBlog is already running from this folder, at ${other}`;
  const refusal = await refused(port);
  if (refusal) return refusal;

  const modules = Promise.all([
    import("../../db/migrate.ts"),
    import("../../db/demo.ts"),
    import("../../db/client.ts"),
  ]);
  const ends: Promise<string>[] = [];
  if (privately) {
    const server = await startPrivateServer({ data: join(DATA, "database"), socket }).catch(
      (error: Error) => error,
    );
    if (server instanceof Error) return server.message;
    running.push(server);
    ends.push(server.exited.then(() => "The database server ended by itself: see its log in .data/database"));
    await createDatabase(env.DATABASE_URL);
  }
  const [{ migrate }, { seedDemo }, { closeDatabase }] = await modules;
  await migrate(env.DATABASE_URL, { say: console.log });

  const demo = await seedDemo().finally(closeDatabase); // before anyone can look
  const app = spawnTethered([process.execPath, "--watch", "--no-clear-screen", "src/index.ts"], {
    env: { ...process.env, PORT: String(port) },
    grace: 3,
  });
  running.push(app);
  ends.push(
    app.exited.then((code) => `The app ended by itself (exit code ${code}), so the rest was stopped too`),
  );

  const announced = answering(address).then(() => announce(address, demo));
  return await Promise.race([...ends, announced.then(() => Promise.race(ends))]);
}

/** Listens on a port for a moment, and tells which one it was; 0 is any. Throws when that is impossible. */
function listenOnce(port: number): number {
  const listener = Bun.listen({ hostname: env.HOST, port, socket: { data() {} } });
  listener.stop(true);
  return listener.port;
}

/** Why the app could not listen on the port, or `null`. An app whose parent was killed just now gets time to end. */
async function refused(port: number): Promise<string | null> {
  for (const until = Date.now() + 1000; ; await Bun.sleep(100)) {
    try {
      listenOnce(port);
      return null;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : error;
      if (code !== "EADDRINUSE")
        return `MicroBlog cannot listen on port ${port} of ${env.HOST} (${code}): see HOST and PORT.`;
      if (Date.now() < until) continue;
      return `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} bun run dev`;
    }
  }
}

async function answering(address: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${address}/livez`, { signal: AbortSignal.timeout(1000) }).catch(() => null);
    if (response?.ok) return;
    await Bun.sleep(25);
  }
}

function announce(address: string, demo: { username: string; password: string } | null) {
  console.log(`\n  MicroBlog is at ${address}`);
  if (demo) console.log(`  Sign in as ${demo.username} with the password ${demo.password}`);
  if (!env.SMTP_URL) console.log(`  Its mail lands in ${address}/dev/mail`);
  console.log("  Ctrl-C ends it\n");
}
