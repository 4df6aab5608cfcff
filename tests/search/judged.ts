import { beforeAll, describe, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { posts } from "../../db/schema.ts";
import { follow } from "../../src/domain/follows.ts";
import { firstIdAt } from "../../src/domain/ids.ts";
import type { Viewer } from "../../src/domain/people.ts";
import type { Engine } from "../../src/search/engine.ts";
import { parse } from "../../src/search/parse.ts";
import { resolve } from "../../src/search/resolve.ts";
import { people } from "../support/people.ts";
import { type Judged, questionsOf } from "./judge.ts";
import { TONGUES } from "./tongues.ts";

const MANY = process.env.LONG ? 2000 : 150;
const DAY = 24 * 3600 * 1000;
const AUTHORS = ["ada", "grace", "linus"] as const;

/** As `contract` makes them. `forms`: a word alone may be found in other forms as well. */
type Make = () => Promise<{ engine: Engine; settled?: () => Promise<void>; forms?: boolean }>;

/** What an engine finds in twelve languages, beside what plain comparing finds. */
export const judged = (name: string, make: Make) =>
  describe(`${name} and plain comparing`, () => suite(make));

function suite(make: Make) {
  let ada: Viewer;
  let made: Awaited<ReturnType<Make>>;
  let texts: [Judged, ...Judged[]];

  beforeAll(async () => {
    const cast = await people();
    ada = cast.ada;
    texts = TONGUES.map(([language, body], n) => {
      const author = AUTHORS[n % AUTHORS.length] ?? "ada";
      const time = Date.UTC(2026, 9, 1, 12) + Math.floor(n / 2) * DAY;
      return {
        ...{ id: firstIdAt(time) + n, authorId: cast[author].id, body, language, revision: 1 },
        ...{ author, followed: author === "grace", linked: /example\.|пример/.test(body) },
        day: new Date(time).toISOString().slice(0, 10),
      };
    }) as typeof texts;
    const rows = texts.map(({ id, authorId, body, language }) => ({ id, authorId, body, language }));
    await db.insert(posts).values(rows.map((row) => ({ ...row, createdAt: new Date() })));
    await follow(ada, cast.grace); // what is there by then comes to the home timeline
    made = await make();
    await made.engine.index(texts);
    await made.settled?.();
  });

  async function bodiesOf(typed: string, typing: boolean) {
    const query = await resolve(parse(typed, { typing }), ada);
    const { ids } = await made.engine.query(query, { order: "newest", cursor: null, limit: texts.length });
    return texts.filter(({ id }) => ids.includes(id)).map(({ body }) => body);
  }

  test(`answer ${MANY} questions in twelve languages alike`, async () => {
    for (const question of questionsOf(texts, { seed: 5, many: MANY, quoted: made.forms ?? false })) {
      const { typed, typing } = question;
      const right = texts.filter(question.answeredBy).map(({ body }) => body);
      expect([typed, await bodiesOf(typed, typing)]).toEqual([typed, right]);
    }
  });
}
