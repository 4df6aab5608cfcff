import { expect, test } from "bun:test";
import { dictionary } from "../../locales/dictionary.ts";
import { loadAllLocales } from "../../locales/i18n-util.sync.ts";
import { placeOf } from "../../src/domain/places.ts";
import { deviceInWords } from "../../src/web/device-words.ts";

loadAllLocales();

test.each([
  ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Chrome on Windows",
  ],
  ["Mozilla/5.0 (Linux; Android 14)", "Android Browser on Android"],
  ["Mozilla/5.0", "An unknown device"],
  ["Mozilla/", "An unknown device"],
  ["", "An unknown device"],
  ["curl/8.5", "An unknown device"],
  ["Mozilla/5.0 You have won/1 x", "An unknown device"],
  [`Mozilla/${"x".repeat(250)}`, "An unknown device"],
])("%s is told as %s", (userAgent, words) => {
  expect(deviceInWords(userAgent, dictionary("en"))).toBe(words);
});

test.each([
  ["192.0.2.77", "192.0.2.0/24"],
  ["2001:db8:7:1::9", "2001:db8:7::/48"],
  ["2001:0db8:0007:0001:0002:0003:0004:0005", "2001:db8:7::/48"],
  ["2001:db8::1", "2001:db8::/48"],
  ["fe80::1", "fe80::/48"],
  ["::1", "::/48"],
  ["::", "::/48"],
  ["", ""],
  ["<b>", ""],
])("%s is around %p", (address, place) => {
  expect(placeOf(address)).toBe(place);
});
