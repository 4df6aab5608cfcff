import { securityEventsOf } from "../../domain/security-events.ts";
import type { Task } from "./task.ts";
import { whoIs } from "./who.ts";

/** What an admin sees at once; older ones follow in the table for 90 days. */
const MOST = 200;

export const events: Task = {
  usage: "events USER",
  about: "What happened to an account lately, newest first: sign-ins, wrong passwords, changes.",
  examples: ["events ada", "events ada@example.org --json"],

  async run([login = ""]) {
    const { id } = await whoIs(login);
    const { items } = await securityEventsOf(id, undefined, MOST);
    const lines = items.map(({ kind, place, userAgent, createdAt }) =>
      [createdAt.toISOString(), kind, place || "-", userAgent || "-"].join("  "),
    );
    const data = items.map(({ kind, place, userAgent, createdAt }) => ({
      ...{ at: createdAt, event: kind, place, device: userAgent },
    }));
    return { data, text: lines.join("\n") };
  },
};
