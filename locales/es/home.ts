import type { Translation } from "../i18n-types.js";

export const home: Translation["home"] = {
  title: "Inicio",
  welcomeTitle: "Ideas breves, de la gente que tú eliges",
  welcomeLead:
    "{site} es un lugar pequeño y tranquilo para escribir y leer. Lo más reciente primero y nada por medio: ni anuncios ni trucos para retenerte.",
  timeline: "Lo último",
  newest: "Lo más reciente",
  emptyTitle: "Qué silencio",
  emptyLead:
    "Aquí estarán tus publicaciones y las de la gente que sigues. Sigue a alguien o escribe la primera línea.",
  emptyExplore: "Ver lo que escribe todo el mundo",
};
