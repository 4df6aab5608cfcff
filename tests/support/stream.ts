/** One message of a stream of server-sent events. */
export interface StreamMessage {
  event: string;
  data: string;
  retry?: number;
}

/** A stream as a client reads it, message by message. */
export class StreamReader {
  readonly messages: StreamMessage[] = [];
  /** Resolves when the other end has closed it. */
  readonly closed: Promise<void>;
  private stop = new AbortController();

  private constructor(response: Response, stop: AbortController) {
    this.stop = stop;
    this.closed = this.read(response).catch(() => {});
  }

  /** Opens a stream of the app at this address for whoever has this cookie. */
  static async open(address: string, cookie: string, headers: Record<string, string> = {}) {
    const stop = new AbortController();
    const response = await fetch(address, { headers: { cookie, ...headers }, signal: stop.signal });
    if (response.status !== 200) throw new Error(`${address} answered ${response.status}`);
    return new StreamReader(response, stop);
  }

  /** Waits for a message with this in it, beginning with the one after `after`. */
  async next(part: string, after = 0, patience = 20_000): Promise<StreamMessage> {
    const begun = performance.now();
    for (;;) {
      const found = this.messages
        .slice(after)
        .find(({ event, data }) => event === part || data.includes(part));
      if (found) return found;
      if (performance.now() - begun > patience)
        throw new Error(`No ${part} in ${JSON.stringify(this.messages)}`);
      await Bun.sleep(10);
    }
  }

  close() {
    this.stop.abort();
  }

  private async read(response: Response) {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const bytes of response.body ?? []) {
      const parts = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
      rest = parts.pop() ?? "";
      this.messages.push(...parts.map(parse));
    }
  }
}

function parse(part: string): StreamMessage {
  const said = (field: string) =>
    part
      .split("\n")
      .filter((line) => line.startsWith(`${field}: `))
      .map((line) => line.slice(field.length + 2))
      .join("\n");
  const retry = said("retry");
  return { event: said("event"), data: said("data"), ...(retry && { retry: Number(retry) }) };
}
