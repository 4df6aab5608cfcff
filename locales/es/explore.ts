import type { Translation } from "../i18n-types.js";

export const explore: Translation["explore"] = {
  title: "Explorar",
  lead: "Las publicaciones de todo el mundo, las más recientes primero.",
  empty: "Nadie ha escrito nada todavía.",
  emptyWrite: "Empieza tú",
};
