import { expect, test } from "bun:test";
import { linesOf } from "../../components/notifications/lines.ts";
import { dictionary } from "../../locales/dictionary.ts";
import { loadAllLocales } from "../../locales/i18n-util.sync.js";
import { KINDS, kindOf } from "../../src/domain/notifications/kinds.ts";
import type { Told } from "../../src/domain/notifications/told.ts";

loadAllLocales();

const told = (changes: Partial<Told>): Told => ({
  ...{ id: 1, kind: "follow", at: new Date(), unread: true, count: 1, post: null, securityEvent: null },
  actors: [{ id: 1, username: "grace", name: "Buy now", avatar: null }],
  ...changes,
});

test("a mail's lines are in its reader's language and hold nothing that others wrote", () => {
  const items = [told({}), told({ count: 3 }), told({ kind: "mention" })];
  expect(linesOf(items, dictionary("en"))).toEqual([
    "@grace followed you.",
    "@grace and 2 others followed you.",
    "@grace mentioned you.",
  ]);
  expect(linesOf(items, dictionary("es"))).toEqual([
    "@grace te sigue ahora.",
    "@grace y 2 personas más te siguen ahora.",
    "@grace te ha mencionado.",
  ]);
});

test("every kind that a mail may tell of has a line", () => {
  for (const kind of KINDS.filter((kind) => !kindOf(kind).ownMail))
    expect(linesOf([told({ kind })], dictionary("en"))[0]).toMatch(/^(@grace|Your) .+\.$/);
});
