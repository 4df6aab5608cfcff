/** A span as the collector was told of it. */
export interface ToldSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  failed: boolean;
  /** Nanoseconds. */
  began: bigint;
  ended: bigint;
  attributes: Record<string, string | number>;
}

/** A collector of traces on this machine, which takes OTLP as JSON by HTTP. */
export class Collector {
  readonly spans: ToldSpan[] = [];
  /** All that was said to it, headers included, as it came. */
  heard = "";
  /** Of whom the spans are. */
  resource: Record<string, string | number> = {};
  private server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) => {
      const body = await request.text();
      this.heard += `${request.method} ${request.url} ${JSON.stringify([...request.headers])} ${body}\n`;
      this.keep(JSON.parse(body));
      return Response.json({});
    },
  });

  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  get address(): string {
    return this.server.url.href;
  }

  close(): Promise<void> {
    return this.server.stop(true);
  }

  /** The spans of this name, in the order in which they came. */
  named(name: string): ToldSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  private keep({ resourceSpans }: Told) {
    for (const { resource, scopeSpans } of resourceSpans) {
      this.resource = plain(resource.attributes);
      for (const { spans } of scopeSpans) this.spans.push(...spans.map(asSpan));
    }
  }
}

type Values = { key: string; value: { stringValue?: string; intValue?: number } }[];

interface Told {
  resourceSpans: { resource: { attributes: Values }; scopeSpans: { spans: RawSpan[] }[] }[];
}

type RawSpan = Omit<ToldSpan, "attributes" | "failed" | "began" | "ended"> & {
  attributes: Values;
  status: { code: number };
  startTimeUnixNano: string;
  endTimeUnixNano: string;
};

const ERROR = 2;

const asSpan = (span: RawSpan): ToldSpan => ({
  ...span,
  attributes: plain(span.attributes),
  failed: span.status.code === ERROR,
  began: BigInt(span.startTimeUnixNano),
  ended: BigInt(span.endTimeUnixNano),
});

const plain = (values: Values) =>
  Object.fromEntries(values.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? ""]));
