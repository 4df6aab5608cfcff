/** Somebody who uses the site through a proxy with a certificate that nobody knows. */
export class Visitor {
  private cookies = new Map<string, string>();

  /** `address` is where the proxy listens; `origin` is what the site is called. */
  constructor(
    public address: string,
    private origin = "https://localhost",
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(path, { headers });
  }

  post(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.send(path, { method: "POST", body: new URLSearchParams(fields), headers });
  }

  private async send(path: string, { headers, ...init }: RequestInit & { headers: Record<string, string> }) {
    const response = await fetch(this.address + path, {
      ...init,
      redirect: "manual",
      tls: { rejectUnauthorized: false },
      headers: { ...headers, Host: new URL(this.origin).host, Origin: this.origin, Cookie: this.cookie() },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.cookies.set(name, value);
    }
    return response;
  }

  private cookie = () => [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");

  async register(username: string): Promise<void> {
    const password = "correct horse battery";
    const account = { username, email: `${username}@example.org`, password, passwordConfirm: password };
    const response = await this.post("/register", account);
    if (response.status !== 303) throw new Error(`register: ${response.status}\n${await response.text()}`);
  }
}

/** Many visits at once until `work` is done: how each was answered, by method and status, and how often. */
export async function visitDuring(
  address: string,
  work: () => Promise<unknown>,
  methods: ("GET" | "POST")[],
) {
  const answers: Record<string, number> = {};
  let done = false;
  const visits = Array.from({ length: 8 }, async (_, number) => {
    const visitor = new Visitor(address);
    const method = methods[number % methods.length] ?? "GET";
    while (!done) {
      const visit = method === "GET" ? visitor.get("/explore") : visitor.post("/logout", {});
      const status = await visit.then(
        async (response) => (await response.arrayBuffer()) && response.status,
        (error: Error) => error.message,
      );
      answers[`${method} ${status}`] = (answers[`${method} ${status}`] ?? 0) + 1;
    }
  });
  await work();
  await Bun.sleep(500);
  done = true;
  await Promise.all(visits);
  return answers;
}
