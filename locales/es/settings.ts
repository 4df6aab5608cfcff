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
  picture: {
    title: "Imagen",
    choose: "Una imagen tuya",
    hint: "PNG, JPEG, WebP o GIF, de hasta 5 MB. No guardamos dónde ni con qué se hizo.",
    use: "Usar esta imagen",
    remove: "Quitar la imagen",
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
