import { StorageAway } from "./store.ts";

/** Parts on their way to a store. */
export interface Moving {
  stream: ReadableStream<Uint8Array>;
  /** How many bytes went so far. */
  size: number;
  /** When the store last took something, or wanted something. */
  movedAt: number;
  /** Why the parts broke off, if they did. */
  fault?: unknown;
}

/** The parts as a stream that asks for the next one only when the store has room for it. */
export function moving(parts: AsyncIterable<Uint8Array>): Moving {
  const source = parts[Symbol.asyncIterator]();
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        moved.movedAt = Date.now();
        try {
          const { done, value } = await source.next();
          if (done) return controller.close();
          moved.size += value.length;
          controller.enqueue(value);
        } catch (error) {
          moved.fault = error;
          controller.error(error);
        }
        moved.movedAt = Date.now();
      },
      cancel: async () => void (await source.return?.()),
    },
    { highWaterMark: 0 },
  );
  const moved: Moving = { stream, size: 0, movedAt: Date.now() };
  return moved;
}

/** Waits until the store has it all, unless it refuses, or nothing moves until the deadline (in milliseconds). */
export function whileItMoves(answer: Promise<unknown>, moved: Moving, deadline: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      if (Date.now() - moved.movedAt > deadline) reject(new StorageAway("no answer in time"));
    }, deadline / 4);
    answer
      .then(
        () => resolve(),
        (error) => reject(moved.fault ?? new StorageAway(error.code ?? "fault")),
      )
      .finally(() => clearInterval(timer));
  });
}
