/** The site of compose.yaml: comes up by itself, is used through its proxies, and loses nothing. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { files } from "../support/sources.ts";
import { compose, docker, haveImages, healthy, RUN, wanted } from "./engine.ts";
import { Visitor, visitDuring } from "./visitor.ts";

setDefaultTimeout(180_000);

interface Service {
  image: string;
  profiles?: string[];
  restart?: string;
  mem_limit: string;
  environment?: Record<string, string>;
}

const PROFILES = ["--profile", "search", "--profile", "worker"];
const up = (...args: string[]) => compose(...PROFILES, "up", "--detach", "--wait", ...args);

let services: Record<string, Service>;
let caddy: string;
const ada = new Visitor("");

async function find() {
  caddy = `https://${(await compose("port", "caddy", "443")).replace("127.0.0.1", "localhost")}`;
  ada.address = caddy;
}

const database = (query: string) =>
  compose(
    "exec",
    "--no-TTY",
    "database",
    "sh",
    "-c",
    'mysql -umicroblog -p"$(cat /run/secrets/database/password)" microblog -Ne "$0" 2>/dev/null',
    query,
  );

describe.if(wanted)("the site", () => {
  beforeAll(async () => {
    const all = JSON.parse(await compose("--profile", "*", "config", "--format", "json"));
    ({ services } = all as { services: Record<string, Service> });
    const foreign = ["database", "caddy", "elasticsearch"].map((name) => services[name]?.image ?? "");
    await haveImages("oven/bun:1.4.5-slim", "nginx:1", ...foreign);
  });

  afterAll(async () => {
    await docker("rm", "--force", "--volumes", `${RUN}-nginx`);
    await compose("--profile", "*", "down", "--volumes", "--timeout", "3", "--rmi", "local");
    await docker("image", "rm", "--force", `${RUN}:production`);
  });

  test("fits in a gigabyte, without its profiles", () => {
    const staying = Object.values(services).filter(({ profiles, restart }) => !profiles && restart !== "no");
    const limits = staying.map(({ mem_limit }) => Number(mem_limit));
    expect(limits.reduce((sum, limit) => sum + limit, 0)).toBeWithin(1, 1024 * 1024 * 1024 + 1);
  });

  test("comes up healthy with all its parts, by one command", async () => {
    await up("--build");
    await find();
    const states = JSON.parse(
      `[${(await compose(...PROFILES, "ps", "--format", "json")).split("\n").join()}]`,
    ) as { Service: string; Health: string }[];
    expect(states.map(({ Service, Health }) => `${Service} ${Health}`).sort()).toEqual([
      "app healthy",
      "caddy healthy",
      "database healthy",
      "elasticsearch healthy",
      "worker healthy",
    ]);
    expect(services.app?.environment?.ELASTICSEARCH_URL).toBe("http://elasticsearch:9200");
  });

  test("takes someone in, who posts; everybody reads it", async () => {
    await ada.register("ada");
    const posted = await ada.post("/posts", { body: "Hello from a container", key: "first" });
    expect(posted.status).toBe(303);
    const page = await new Visitor(caddy).get("/explore");
    expect(await page.text()).toContain("Hello from a container");
  });

  test("knows where visitors are, whatever they say of themselves", async () => {
    const grace = new Visitor(caddy);
    grace.get = (path) => Visitor.prototype.get.call(grace, path, { "X-Forwarded-For": "203.0.113.7" });
    await grace.register("grace");
    await grace.post(
      "/login",
      { username: "grace", password: "correct horse battery" },
      { "X-Forwarded-For": "203.0.113.7" },
    );
    const addresses = (await database("select distinct address from sessions")).split("\n");
    const gateways = await docker(
      "network",
      "inspect",
      "--format",
      "{{range .IPAM.Config}}{{.Gateway}} {{end}}",
      `${RUN}_front`,
    );
    for (const address of addresses) expect(gateways.split(" ")).toContain(address);
  });

  test("is backed up and administered from within the container", async () => {
    const inApp = (...command: string[]) => compose("exec", "--no-TTY", "app", ...command);
    expect(await inApp("bun", "run", "admin", "user", "create", "linus")).toContain("linus can sign in");
    await inApp("bun", "run", "backup", "/var/lib/microblog/backups");
    expect(await inApp("sh", "-c", "ls /var/lib/microblog/backups/*")).toContain("manifest");
  });

  test("loses nothing when it is taken down and brought up again", async () => {
    await compose(...PROFILES, "down");
    await up();
    await find();
    const home = await ada.get("/");
    expect(home.status).toBe(200);
    expect(await home.text()).toContain("Hello from a container");
    expect((await ada.get("/settings/profile")).status).toBe(200);
  });

  describe("with two instances", () => {
    const INSTANCES = [`${RUN}-app-1`, `${RUN}-app-2`];

    beforeAll(async () => {
      await up("--scale", "app=2");
    });

    /** nginx as docs/proxies/nginx.conf says, but for the names, and the certificate that nobody has. */
    async function startNginx(): Promise<string> {
      const [example] = files("docs/proxies/nginx.conf");
      const folder = await mkdtemp(join(tmpdir(), "microblog-nginx-"));
      const adapted = (example?.text ?? "")
        .replace(/server \{\s+listen 80;[^}]*\}/, "")
        .replace(/listen 443 ssl;\s+http2 on;/, "listen 80;")
        .replace(/^\s+ssl_.*$/gm, "")
        .replace("127.0.0.1:3000", `${INSTANCES[0]}:3000`)
        .replace("127.0.0.1:3001", `${INSTANCES[1]}:3000`);
      await writeFile(join(folder, "microblog.conf"), adapted, { mode: 0o644 });
      const name = `${RUN}-nginx`;
      await docker(
        "create",
        "--name",
        name,
        "--network",
        `${RUN}_front`,
        "--publish",
        "127.0.0.1::80",
        "nginx:1",
      );
      await docker("cp", join(folder, "microblog.conf"), `${name}:/etc/nginx/conf.d/microblog.conf`);
      await docker("start", name);
      const address = `http://${await docker("port", name, "80/tcp")}`;
      while (!(await fetch(`${address}/livez`).catch(() => null))?.ok) await Bun.sleep(100);
      return address;
    }

    let nginx: string;

    test("nginx and Caddy send people to both, who share their session", async () => {
      nginx = await startNginx();
      for (const address of [caddy, nginx]) {
        ada.address = address;
        const before = await Promise.all(INSTANCES.map(visitsTo));
        const visits = await Promise.all(Array.from({ length: 20 }, () => ada.get("/settings/profile")));
        expect(visits.map(({ status }) => status)).toEqual(Array(20).fill(200));
        const after = await Promise.all(INSTANCES.map(visitsTo));
        for (const [index, count] of after.entries()) expect(count).toBeGreaterThan(before[index] ?? 0);
      }
    });

    test("what one instance is told reaches a page that is open on the other, through each proxy at once", async () => {
      const edith = new Visitor(caddy);
      await edith.register("edith");
      await ada.post("/@edith/follow", {});
      for (const address of [caddy, nginx]) {
        ada.address = edith.address = address;
        // Both are asked, so whichever instance the message comes to, one of the streams is on the other.
        const streams = await Promise.all([ada.get("/live"), ada.get("/live")]);
        expect(streams.map(({ status }) => status)).toEqual([200, 200]);
        await edith.post("/messages/@ada", { body: `By way of ${address}`, key: address });
        const sentAt = performance.now();
        const told = await Promise.all(streams.map((stream) => readUntil(stream, "messages-waiting")));
        expect(told).toEqual([true, true]);
        expect(performance.now() - sentAt).toBeLessThan(5000);
        await ada.get("/messages/@edith"); // read, so that the next one is news again
      }
    });

    test("pages are compressed once; what is named by its content is kept for ever", async () => {
      for (const address of [caddy, nginx]) {
        const page = await raw(`${address}/explore`);
        expect(page.headers).toMatch(/^content-encoding: (gzip|br)\r$/im);
        const html = decompressed(page);
        expect(html).toEndWith("</html>");

        const script = await raw(address + (/src="(\/assets\/[^"]+)"/.exec(html)?.[1] ?? ""));
        expect(script.headers).toMatch(/^cache-control: public, max-age=31536000, immutable\r$/im);
        expect(decompressed(script)).toContain("htmx");
      }
    });

    test("each can be restarted, and nobody's request fails", async () => {
      const restart = async () => {
        for (const instance of INSTANCES) {
          await docker("restart", instance);
          await healthy(instance);
          const before = await visitsTo(instance);
          while ((await visitsTo(instance)) < before + 10) await Bun.sleep(200); // the proxy has seen it, too
        }
      };
      const byCaddy = visitDuring(caddy, restart, ["GET", "POST"]);
      expect(Object.keys(await byCaddy).sort()).toEqual(["GET 200", "POST 303"]);
      expect(Object.keys(await visitDuring(nginx, restart, ["GET"]))).toEqual(["GET 200"]);
    });
  });
});

/** How many visits to its pages a container's log tells of; proxies ask for /livez all the time. */
async function visitsTo(container: string): Promise<number> {
  const lines = (await docker("logs", container)).split("\n");
  return lines.filter((line) => line.includes('"msg":"request"') && !line.includes("/livez")).length;
}

/** An answer as it came, still compressed. */
async function raw(url: string): Promise<{ headers: string; body: Buffer }> {
  const host = ["--header", "Host: localhost", "--header", "Accept-Encoding: gzip, br"];
  const child = Bun.spawn(["curl", "--silent", "--insecure", "--http1.1", "--include", ...host, url], {
    stdout: "pipe",
  });
  const all = Buffer.from(await new Response(child.stdout).arrayBuffer());
  const end = all.indexOf("\r\n\r\n");
  return { headers: `${all.subarray(0, end)}\r\n`, body: all.subarray(end + 4) };
}

function decompressed({ headers, body }: { headers: string; body: Buffer }): string {
  return (/content-encoding: br/i.test(headers) ? brotliDecompressSync : gunzipSync)(body).toString();
}

/** Whether a stream says this within ten seconds. It is closed then. */
async function readUntil(stream: Response, text: string): Promise<boolean> {
  const reader = (stream.body ?? new ReadableStream<Uint8Array>()).getReader();
  const giveUp = setTimeout(() => reader.cancel(), 10_000);
  let said = "";
  for (const decoder = new TextDecoder(); !said.includes(text); ) {
    const { done, value } = await reader.read();
    if (done) break;
    said += decoder.decode(value, { stream: true });
  }
  clearTimeout(giveUp);
  await reader.cancel();
  return said.includes(text);
}
