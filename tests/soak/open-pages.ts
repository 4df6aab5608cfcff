import { StreamReader } from "../support/stream.ts";
import { upTo } from "./chance.ts";
import { cookieOf, type Fault, type Visitor } from "./visitor.ts";

const LONGEST_S = 60;
const LONGEST_PAUSE_S = 5;

/**
 * Keeps a page of each of these people open until `ended`: for up to a minute, then left without a word, and soon opened
 * again, perhaps in a conversation. Tells of each that was refused, or that the site closed.
 */
export async function keepOpen(
  people: Visitor[],
  site: string,
  { ended, tell }: { ended: Promise<void>; tell: (fault: Fault | null) => void },
): Promise<void> {
  let open = true;
  const end = ended.then(() => {
    open = false;
  });
  const pause = (most: number) => Promise.race([Bun.sleep(upTo(most * 1000)), end]);

  async function sit(person: Visitor) {
    for (await pause(LONGEST_PAUSE_S); open; await pause(LONGEST_PAUSE_S)) {
      try {
        const headers = { "X-Forwarded-For": person.address };
        const stream = await StreamReader.open(site + person.stream, cookieOf(person), headers);
        const fault = stream.closed.then(() => "GET /live was closed by the site");
        const left = pause(LONGEST_S).then(() => null);
        tell(await Promise.race([fault, left]));
        stream.close();
      } catch (error) {
        tell(`GET /live: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
  await Promise.all(people.map(sit));
}
