import { Client, HttpConnection } from "@elastic/elasticsearch";

/** Where the search engine is and how it is to be used; from the environment, or a test's own. */
export interface Place {
  /** May hold `user:password@` and a path. */
  url: string;
  apiKey?: string;
  /** Begins the names of all our indices, so that sites can share a cluster. */
  prefix: string;
  shards: number;
  replicas: number;
}

/** How long a search may take, in milliseconds; after that the database answers. */
export const PATIENCE = 1500;

/** How long writing a batch may take, in milliseconds: less than the lease of a job. */
export const WRITE_PATIENCE = 10_000;

/** The client's own kind of connection does not work under Bun, hence `HttpConnection`. A second try is ours to decide. */
export const newClient = ({ url, apiKey }: Place) =>
  new Client({
    node: url,
    ...(apiKey === undefined ? {} : { auth: { apiKey } }),
    Connection: HttpConnection,
    requestTimeout: PATIENCE,
    maxRetries: 0,
  });
