import type { TranslationFunctions } from "../../locales/i18n-types.js";

/** Roughly where: a network, which reads the same in every language. */
export function Place({ place, LL }: { place: string; LL: TranslationFunctions }) {
  return <bdi>{place || LL.security.place.unknown()}</bdi>;
}
