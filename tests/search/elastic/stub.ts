/** Servers that answer as others than a sound Elasticsearch 9 do. */
export type Stub = "elasticsearch 8" | "opensearch" | "wrong key" | "silent" | "broken";

const PRODUCT = { "x-elastic-product": "Elasticsearch" };
const refused = (status: number, type: string) =>
  Response.json({ error: { type, reason: type, root_cause: [] }, status }, { status, headers: PRODUCT });

const answers: Record<Stub, (request: Request) => Response | Promise<Response>> = {
  "elasticsearch 8": ({ headers }) =>
    headers.get("accept")?.includes("compatible-with=9")
      ? refused(400, "media_type_header_exception")
      : Response.json({ version: { number: "8.19.2" } }, { headers: PRODUCT }),
  opensearch: () => Response.json({ version: { distribution: "opensearch", number: "3.1.0" } }),
  "wrong key": () => refused(401, "security_exception"),
  silent: () => new Promise(() => {}),
  broken: () => refused(500, "runtime_exception"),
};

export const startStub = (stub: Stub) =>
  Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: answers[stub], idleTimeout: 0 });

/** The real node behind something that can be told to fail: to hang, to refuse, to answer late. */
export function startProxy(node: string) {
  const proxy = {
    mode: "open" as "open" | "hang" | "late" | "broken",
    url: "",
    stop: () => server.stop(true),
  };
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 0,
    async fetch(request) {
      if (proxy.mode === "hang") return new Promise(() => {});
      if (proxy.mode === "broken") return refused(503, "unavailable");
      if (proxy.mode === "late") await Bun.sleep(1700);
      const { pathname, search } = new URL(request.url);
      const { method, headers } = request;
      const body = method === "GET" || method === "HEAD" ? null : await request.arrayBuffer();
      const answer = await fetch(new URL(pathname + search, node), {
        method,
        headers,
        body,
        decompress: false,
      });
      return new Response(answer.body, { status: answer.status, headers: answer.headers });
    },
  });
  proxy.url = server.url.href;
  return proxy;
}
