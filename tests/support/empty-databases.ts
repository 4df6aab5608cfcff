import { createDatabase } from "../../db/private-server.ts";
import { env } from "../../src/env.ts";
import { ask } from "./everything.ts";

/** New, empty databases beside that of the tests, until they are all dropped. */
export class EmptyDatabases {
  #made: string[] = [];

  constructor(private name: string) {}

  /** The address of one more. */
  async make(): Promise<string> {
    const url = new URL(env.DATABASE_URL);
    url.pathname += `_${this.name}_${this.#made.length}`;
    await createDatabase(url.href);
    this.#made.push(url.href);
    return url.href;
  }

  async drop(): Promise<void> {
    for (const url of this.#made) await ask(`drop database \`${new URL(url).pathname.slice(1)}\``, url);
  }
}
