import type { Translation } from "../i18n-types.js";

export const settings: Translation["settings"] = {
  title: "Ajustes",
  sections: "Ajustes",
  save: "Guardar",
  profile: {
    title: "Perfil",
    name: "Nombre",
    nameHint: "Como firmarías una carta. Si lo dejas vacío, se verá tu nombre de usuario.",
    username: "Nombre de usuario",
    usernameHint: "El anterior seguirá siendo tuyo y llevará al nuevo.",
    about: "Sobre mí",
    aboutHint: "Hasta 500 caracteres",
  },
  privacy: {
    title: "Privacidad",
    messagesFrom: "Quién puede escribirme",
    messagesHint: "También vale para las conversaciones que ya tienes.",
    everyone: "Cualquiera; los mensajes de desconocidos esperan como solicitudes",
    followed: "Las personas que sigo",
    nobody: "Nadie",
    hidden: "Personas bloqueadas y silenciadas",
    hiddenNobody: "Nadie.",
    blocked: "Esta persona está bloqueada",
    muted: "Esta persona está silenciada",
  },
  appearance: {
    title: "Apariencia",
    locale: "Idioma",
    localeAuto: "El de mi navegador",
    theme: "Colores",
    themeAuto: "Los de mi dispositivo",
    themeLight: "Claros",
    themeDark: "Oscuros",
  },
};
