import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { ExportResultCode, W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from "@opentelemetry/sdk-trace";
import { onStatement } from "../db/observed.ts";
import packageJson from "../package.json" with { type: "json" };
import { env } from "./env.ts";
import { log } from "./log.ts";
import { nameOf } from "./statement-name.ts";
import type { Attributes, Deed, Tracing } from "./tracing.ts";

/** What sending may take, in milliseconds: ending waits for it too, and has more to do. */
const PATIENCE = 2000;

const KINDS = { request: SpanKind.SERVER, job: SpanKind.CONSUMER };

/**
 * Tracing to a collector that speaks OTLP by HTTP. Registered nowhere: libraries that look for a tracer of the process
 * find none, and tell nobody of addresses or of what was searched for.
 */
export function traceTo(endpoint: string): Tracing {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, "")}/v1/traces`,
    headers: headersOf(env.OTEL_EXPORTER_OTLP_HEADERS),
    timeoutMillis: PATIENCE,
  });
  const spanProcessors = [
    new BatchSpanProcessor({ exporter: complaining(exporter), exportTimeoutMillis: 2 * PATIENCE }),
  ];
  const provider = new TracerProvider({ resource: ourselves(), spanProcessors });
  const tracer = provider.getTracer("microblog", packageJson.version);
  const current = new AsyncLocalStorage<Span>();

  onStatement(({ text, began, fault }) => {
    const parent = current.getStore();
    if (!parent?.isRecording()) return; // nobody's, or of what goes on after the answer, such as a stream
    const kind = SpanKind.CLIENT;
    const { name, attributes } = described(text);
    const context = trace.setSpan(ROOT_CONTEXT, parent);
    const span = tracer.startSpan(name, { kind, attributes, startTime: began }, context);
    if (fault) note(span, { "error.type": fault });
    span.end();
  });

  return {
    async span(deed, work) {
      const span = tracer.startSpan(deed.name, { kind: KINDS[deed.kind] }, beforeUs(deed));
      try {
        return await current.run(span, () => work((attributes, name) => note(span, attributes, name)));
      } finally {
        span.end();
      }
    },
    stop: () => provider.shutdown().catch(() => {}), // the log has it
  };
}

function note(span: Span, attributes: Attributes, name?: string) {
  span.setAttributes(attributes);
  if (name !== undefined) span.updateName(name);
  if ("error.type" in attributes) span.setStatus({ code: SpanStatusCode.ERROR });
}

const propagator = new W3CTraceContextPropagator();
const getter = {
  get: (headers: Headers, name: string) => headers.get(name) ?? undefined,
  keys: (headers: Headers) => [...headers.keys()],
};

/** The trace that a proxy of ours has begun. A visitor's own word on it counts for nothing. */
const beforeUs = ({ headers }: Deed) =>
  headers && env.TRUSTED_PROXIES > 0 ? propagator.extract(ROOT_CONTEXT, headers, getter) : ROOT_CONTEXT;

const ourselves = () =>
  defaultResource().merge(
    resourceFromAttributes({
      "service.name": "microblog",
      "service.version": packageJson.version,
      "service.instance.id": randomUUID(),
    }),
  );

/** A statement by its shape, with placeholders where its values were. */
function described(text: string): { name: string; attributes: Attributes } {
  const name = nameOf(text);
  return {
    name,
    attributes: { "db.system.name": "mysql", "db.query.text": text, "db.query.summary": name },
  };
}

/** `name=value,name=value` as the variable has it, its values percent-encoded. */
const headersOf = (list = "") =>
  Object.fromEntries(
    list
      .split(",")
      .filter((each) => each.includes("="))
      .map((each) => [
        each.slice(0, each.indexOf("=")).trim(),
        decodeURIComponent(each.slice(each.indexOf("=") + 1).trim()),
      ]),
  );

/** Says once, while it lasts, that spans get lost; they are few enough to be lost. */
function complaining(exporter: SpanExporter): SpanExporter {
  let complained = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const failed = result.code !== ExportResultCode.SUCCESS;
        if (failed && !complained)
          log.warn("OTEL_EXPORTER_OTLP_ENDPOINT does not take traces; they are lost.");
        complained = failed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}
