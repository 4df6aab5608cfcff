/**
 * The load, run by soak.ts in a process of its own: `bun tests/soak/visitors.ts JSON`. All sign in, then they do whatever
 * people do, at a constant rate. Says a line of JSON every few seconds: what was asked and how it was answered since the
 * last one.
 */
import { atConstantRate } from "../bench/constant-rate.ts";
import { signIn } from "./acts.ts";
import { keepOpen } from "./open-pages.ts";
import type { Options } from "./options.ts";
import type { Town } from "./town.ts";
import { type Fault, newVisitor, perform, type Visitor, visit } from "./visitor.ts";

export interface Coming extends Options {
  site: string;
  town: Town;
}

export interface Heard {
  requests: number;
  /** Milliseconds from when a request was due to the end of its answer. */
  latencies: number[];
  /** How often each thing went wrong. */
  faults: Record<Fault, number>;
}

const AT_ONCE = 4;

const { site, town, seconds, rate, streams, every }: Coming = JSON.parse(process.argv[2] ?? "");
let heard: Heard = nothing();

const visitors = town.people.map((username, place) => newVisitor(username, place >= town.people.length / 2));
const [...coming] = visitors;
await Promise.all(Array.from({ length: AT_ONCE }, letIn));
say();

const telling = setInterval(say, every * 1000);
const until = performance.now() + seconds * 1000;
const ended = Bun.sleep(seconds * 1000);
const staying = visitors.filter(({ roams }) => !roams).slice(0, streams);
await Promise.all([
  atConstantRate(visitors, ask, { rate, until }),
  keepOpen(staying, site, { ended, tell: count }),
]);
clearInterval(telling);
say();
process.exit(0);

async function letIn() {
  for (let visitor = coming.pop(); visitor; visitor = coming.pop())
    count(await perform(signIn, visitor, town, site));
}

async function ask(visitor: Visitor, due: number) {
  const fault = await visit(visitor, town, site);
  heard.latencies.push(performance.now() - due);
  count(fault);
}

function count(fault: Fault | null) {
  heard.requests++;
  if (fault) heard.faults[fault] = (heard.faults[fault] ?? 0) + 1;
}

function say() {
  console.log(JSON.stringify(heard));
  heard = nothing();
}

function nothing(): Heard {
  return { requests: 0, latencies: [], faults: {} };
}
