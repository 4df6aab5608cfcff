import { closeDatabase, db } from "../../db/client.ts";
import { migrate } from "../../db/migrate.ts";
import { notifications } from "../../db/schema.ts";
import { newId } from "../../src/domain/ids.ts";
import { startSession } from "../../src/domain/sessions.ts";
import { env } from "../../src/env.ts";
import { person } from "../support/people.ts";

const BATCH = 10;

/** Moves so many people into an empty database and signs them in. `tellAll` gives each one notification more. */
export async function move(count: number) {
  await migrate(env.DATABASE_URL, { say: () => {} });
  const cookies: string[] = [];
  const people: number[] = [];
  for (let moved = 0; moved < count; moved += BATCH) {
    await Promise.all(
      Array.from({ length: Math.min(BATCH, count - moved) }, async (_, place) => {
        const { id } = await person(`person${moved + place}`);
        const token = await startSession(id, { remember: false, userAgent: "Bench", address: "" });
        people.push(id);
        cookies.push(`session=${token}`);
      }),
    );
  }
  const tellAll = () =>
    db.insert(notifications).values(
      people.map((recipientId) => ({
        ...{ id: newId(), recipientId, kind: "follow", actorId: newId(), createdAt: new Date() },
      })),
    );
  return { cookies, tellAll, close: closeDatabase };
}
