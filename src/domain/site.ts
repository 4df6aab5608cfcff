import { env } from "../env.ts";

/** The site's public address, for links that leave it. Without ORIGIN, as in development: where it listens. */
export const siteAddress = () => env.ORIGIN ?? localAddress(env.PORT);

/** Where a browser on this machine finds what listens on a port. */
export const localAddress = (port: number) =>
  `http://${["0.0.0.0", "::"].includes(env.HOST) ? "localhost" : env.HOST}:${port}`;
