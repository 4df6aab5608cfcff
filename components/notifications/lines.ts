import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Told } from "../../src/domain/notifications/told.ts";
import { shownKinds } from "./kinds.tsx";

/**
 * What a mail says, a line each, in its reader's language. People are called by their user names: what they call
 * themselves, like anything that others wrote, has no place in a mail of ours.
 */
export const linesOf = (items: Told[], LL: TranslationFunctions): string[] =>
  items.map((told) => shownKinds[told.kind].sentence(told, `@${told.actors[0]?.username}`, LL));
