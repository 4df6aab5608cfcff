import { expect, test } from "bun:test";
import { NotificationsForm } from "../../components/settings/notifications-form.tsx";
import { dictionary } from "../../locales/dictionary.ts";
import { loadAllLocales } from "../../locales/i18n-util.sync.js";
import { DIGESTS, kindsIn } from "../../src/domain/notifications/choices.ts";
import { fresh } from "../../src/web/forms.ts";

loadAllLocales();

test("where there is mail, one chooses about it too: but for what always has its own", () => {
  const viewer = {
    ...{ id: 1, username: "ada", name: "", avatar: null, locale: null, theme: "auto", admin: false },
    ...{ emailConfirmedAt: null, lastSeenAt: new Date(), unreadMessages: 0 },
  };
  const form = fresh({ digest: "weekly", "site-follow": "on", "mail-mention": "on" });
  const mail = { kinds: kindsIn("mail"), digests: DIGESTS };
  const html = String(
    <NotificationsForm {...{ form, mail, viewer }} site={kindsIn("site")} LL={dictionary("en")} />,
  );
  const inputs = [...html.matchAll(/<input[^>]*>/g)].map(([input]) => input);
  const checked = inputs.filter((input) => input.includes("checked"));
  const named = (input: string) => [/name="([^"]*)"/, /value="([^"]*)"/].map((part) => part.exec(input)?.[1]);
  expect(checked.map(named)).toEqual([
    ["site-follow", "on"],
    ["mail-mention", "on"],
    ["digest", "weekly"],
  ]);
  expect(inputs.filter((input) => input.includes("securityEvent")).map(named)).toEqual([
    ["site-securityEvent", "on"],
  ]);
});
