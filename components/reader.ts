import type { Locales, TranslationFunctions } from "../locales/i18n-types.js";
import type { Viewer } from "../src/domain/people.ts";

/** Whoever reads the page, and when: what most components need beside the thing they show. */
export interface Reader {
  /** The signed-in person; null when nobody is. */
  viewer: Viewer | null;
  LL: TranslationFunctions;
  locale: Locales;
  now: Date;
}
