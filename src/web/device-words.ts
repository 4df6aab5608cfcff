import Bowser from "bowser";
import type { TranslationFunctions } from "../../locales/i18n-types.js";

/** A browser's description of itself in words: "Firefox on Linux". Only words of ours and plain names. */
export function deviceInWords(userAgent: string, LL: TranslationFunctions): string {
  const { browser, os } = parse(userAgent);
  const texts = LL.security.device;
  if (browser && os) return texts.both({ browser, system: os });
  return browser ?? os ?? texts.unknown();
}

/** Bowser throws on an empty text, and takes the first word of a strange one for a name. */
function parse(userAgent: string): { browser?: string; os?: string } {
  if (!userAgent.startsWith("Mozilla/")) return {};
  const parser = Bowser.getParser(userAgent);
  return { browser: known(parser.getBrowserName()), os: known(parser.getOSName()) };
}

/** A name as people give them: nothing that could pass for something else on the page. */
const known = (name: string) =>
  /^[A-Za-z][\w .+-]{0,30}$/.test(name) && name !== "Mozilla" ? name : undefined;
