import type { Locales } from "../locales/i18n-types.js";
import { keeper } from "./kept.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

const utc = { timeZone: "UTC" } as const;
const relative = perLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
const day = perLocale((locale) => dates(locale, { day: "numeric", month: "long" }));
const dayOfYear = perLocale((locale) => dates(locale, { day: "numeric", month: "long", year: "numeric" }));
const minute = perLocale((locale) =>
  dates(locale, {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  }),
);

const minuteOf = kept((locale, number) => minute(locale).format(number * MINUTE));
const secondsAgo = kept((locale, count) => relative(locale).format(-count, "second"));
const minutesAgo = kept((locale, count) => relative(locale).format(-count, "minute"));
const hoursAgo = kept((locale, count) => relative(locale).format(-count, "hour"));
const daysAgo = kept((locale, count) => relative(locale).format(-count, "day"));

/** A moment as people speak of it: "5 minutes ago" within a week, then the date. The title has it exactly, in UTC. */
export function When({ at, locale, now }: { at: Date; locale: Locales; now: Date }) {
  return (
    <time datetime={at.toISOString()} title={minuteOf(locale, Math.floor(at.getTime() / MINUTE))}>
      {inWords(at, locale, now)}
    </time>
  );
}

/** A day, always as a date. */
export function Day({ at, locale }: { at: Date; locale: Locales }) {
  return <time datetime={at.toISOString().slice(0, 10)}>{dayOfYear(locale).format(at)}</time>;
}

function inWords(at: Date, locale: Locales, now: Date): string {
  // Clocks differ a little between machines: the near future is now.
  const age = Math.max(0, now.getTime() - at.getTime());
  if (age < MINUTE) return secondsAgo(locale, 0);
  if (age < HOUR) return minutesAgo(locale, Math.floor(age / MINUTE));
  if (age < DAY) return hoursAgo(locale, Math.floor(age / HOUR));
  if (age < WEEK) return daysAgo(locale, Math.floor(age / DAY));
  return (at.getUTCFullYear() === now.getUTCFullYear() ? day : dayOfYear)(locale).format(at);
}

function dates(locale: Locales, options: Intl.DateTimeFormatOptions) {
  return new Intl.DateTimeFormat(locale, { ...utc, ...options });
}

/** Intl objects are slow to make (some 50 µs each) and fast to use: one per language. */
function perLocale<Format>(make: (locale: Locales) => Format): (locale: Locales) => Format {
  const made = keeper<Locales, Format>();
  return (locale) => made(locale, () => make(locale));
}

/** The same words stand on page after page: they are put together once. */
function kept(put: (locale: Locales, number: number) => string) {
  const known = perLocale(() => keeper<number, string>());
  return (locale: Locales, number: number): string => known(locale)(number, () => put(locale, number));
}
