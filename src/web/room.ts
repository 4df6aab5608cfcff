import { HTTPException } from "hono/http-exception";
import { counter } from "../metrics.ts";

const MB = 1024 * 1024;

/**
 * How much of what is being sent to us is kept in memory at once: whoever sends slowly, or never to the end, keeps theirs
 * for as long, and need not be signed in. Files have a room of their own, so that they leave some for everybody's posts.
 */
const ROOMS = { forms: { most: 16 * MB, taken: 0 }, files: { most: 32 * MB, taken: 0 } };

const RETRY_AFTER_SECONDS = "2";

const noteShed = counter("requests_shed_total", "Requests that were refused because too many were at work");

/** Takes so many bytes more; false when there is no room for them. */
export type Take = (bytes: number) => boolean;

/** Has `use` take room, and gives all of it back when that is done. */
export async function withRoom<T>(kind: keyof typeof ROOMS, use: (take: Take) => Promise<T>): Promise<T> {
  const room = ROOMS[kind];
  let taken = 0;
  const take: Take = (bytes) => {
    if (room.taken + bytes > room.most) return false;
    room.taken += bytes;
    taken += bytes;
    return true;
  };
  try {
    return await use(take);
  } finally {
    room.taken -= taken;
  }
}

/** More is asked for than can be done at once: the answer that tells to come again. */
export function shed(c: { header(name: string, value: string): void }): HTTPException {
  noteShed();
  c.header("Retry-After", RETRY_AFTER_SECONDS);
  return new HTTPException(503);
}
