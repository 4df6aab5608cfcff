import type { Translation } from "../i18n-types.js";

export const layout: Translation["layout"] = {
  skipToContent: "Saltar al contenido",
  places: "Principal",
  account: "Cuenta",
  home: "Inicio",
  explore: "Explorar",
  messages: "Mensajes",
  notifications: "Notificaciones",
  unread: "{count|number} sin leer",
  manyUnread: "más de {count|number} sin leer",
  profile: "Perfil",
  settings: "Ajustes",
  signIn: "Entrar",
  signOut: "Salir",
  register: "Registrarse",
  language: "Idioma",
  aside: "También aquí",
  description: "Publicaciones breves de la gente que eliges, las más recientes primero.",
};
