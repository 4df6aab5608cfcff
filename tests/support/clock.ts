import { setSystemTime } from "bun:test";

/**
 * Does `work` while the clock of this process stands still at `time`, in milliseconds, which has to be past. The tests
 * of many files share a process, and ids never run backwards: after those of a time to come, all that later tests make
 * would seem to be younger than now.
 */
export async function at<T>(time: number, work: () => Promise<T>): Promise<T> {
  if (time > Date.now()) throw new Error("The clock may be set back only.");
  setSystemTime(time);
  try {
    return await work();
  } finally {
    setSystemTime();
  }
}
