import { errors } from "@elastic/elasticsearch";

/** The major version that the client speaks to. */
const MAJOR = "9";

/** Elasticsearch cannot be used as it is: a sentence for whoever runs the site. */
export class Unusable extends Error {
  override name = "Unusable";
}

/** There is no index of this site in it, or no longer. */
export class NoIndex extends Unusable {
  constructor() {
    super("Elasticsearch has no index of this site: run `bun run reindex`.");
  }
}

/** It did not answer in the time that a question has. */
export class Slow extends Unusable {
  constructor() {
    super("Elasticsearch does not answer in time.");
  }
}

/** It has more to do, or less memory, than it can take on now. */
export class Busy extends Unusable {
  constructor() {
    super("Elasticsearch is too busy to take changes.");
  }
}

const TOO_MANY_REQUESTS = 429;

/** Whether the same may succeed in a moment. */
export const isBusy = (error: unknown) =>
  error instanceof Busy ||
  error instanceof errors.TimeoutError ||
  (error instanceof errors.ResponseError && error.statusCode === TOO_MANY_REQUESTS);

/** Whether it is Elasticsearch that failed, and not something else on the way to it. */
export const isElastic = (error: unknown) =>
  error instanceof Unusable || error instanceof errors.ElasticsearchClientError;

/** Whether only this question failed: another may be answered. */
export const isRefusal = (error: unknown) =>
  error instanceof errors.ResponseError && error.statusCode === 400;

/** There is no such index or alias. */
export const isMissing = (error: unknown) =>
  error instanceof errors.ResponseError && error.statusCode === 404;

/** Throws unless the version is one that the client speaks to. */
export function expectVersion(number: string): void {
  if (number.split(".")[0] === MAJOR) return;
  throw new Unusable(`This is Elasticsearch ${number.slice(0, 20)}; MicroBlog needs Elasticsearch ${MAJOR}.`);
}

/** What is wrong, for the log and the shell: never an address, a key or anything that was searched for. */
export function describeElastic(error: unknown): string {
  if (error instanceof Unusable) return error.message;
  if (error instanceof errors.ProductNotSupportedError)
    return "What answers at ELASTICSEARCH_URL is not Elasticsearch.";
  if (error instanceof errors.TimeoutError) return new Slow().message;
  if (error instanceof errors.ConnectionError) return "Elasticsearch cannot be reached.";
  if (error instanceof errors.ResponseError) return describeAnswer(error);
  return `Elasticsearch cannot be asked: ${error instanceof Error ? error.name : "unknown error"}.`;
}

function describeAnswer(error: errors.ResponseError): string {
  if (isMissing(error)) return new NoIndex().message;
  const { statusCode, body } = error;
  const type = String((body as { error?: { type?: unknown } } | undefined)?.error?.type ?? "");
  const detail = /^[a-z_]{1,60}$/.test(type) ? `${statusCode}, ${type}` : statusCode;
  if (statusCode === 401)
    return "Elasticsearch refuses the key or password: see ELASTICSEARCH_API_KEY and ELASTICSEARCH_URL.";
  if (statusCode === 403)
    return `Elasticsearch does not allow what MicroBlog needs (${detail}): see the key's rights.`;
  return `Elasticsearch answers with an error (${detail}).`;
}
