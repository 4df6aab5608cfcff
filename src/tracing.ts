import { env } from "./env.ts";

/** What a span says beside its name, by the semantic conventions of OpenTelemetry. With an `error.type` it failed. */
export type Attributes = Record<string, string | number>;

/** Something that is told of as a span: a request that came with these headers, or a job. */
export interface Deed {
  kind: "request" | "job";
  name: string;
  headers?: Headers;
}

/** Adds what is known only later; a name takes the place of the one it began with. */
type Note = (attributes: Attributes, name?: string) => void;

export interface Tracing {
  span<T>(deed: Deed, work: (note: Note) => Promise<T>): Promise<T>;
  /** Sends what was not sent yet; gives up after a while. */
  stop(): Promise<void>;
}

let tracing: Tracing | null = null;

/** From now on spans go where OTEL_EXPORTER_OTLP_ENDPOINT says. Where it says nothing, nothing is loaded. */
export async function startTracing(): Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = env;
  if (endpoint !== undefined) tracing = (await import("./opentelemetry.ts")).traceTo(endpoint);
}

export const stopTracing = async (): Promise<void> => tracing?.stop();

/** Does the work, and tells of it where somebody wants to know. */
export const traced: Tracing["span"] = (deed, work) => (tracing ? tracing.span(deed, work) : work(ignore));

const ignore: Note = () => {};
