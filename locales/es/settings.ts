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
  account: {
    title: "Cuenta",
    emailTitle: "Correo electrónico",
    present: "Tu dirección es {address}.",
    none: "Tu cuenta no tiene ninguna dirección.",
    waiting:
      "Tu nueva dirección, {address}, está por confirmar: el enlace está en el correo que hemos enviado allí.",
    forget: "Descartar la nueva dirección",
    newEmail: "Nueva dirección",
    newEmailHint: "Avisaremos a las dos direcciones. La nueva valdrá cuando la confirmes.",
    newEmailHintNoMail: "Valdrá enseguida.",
    currentPassword: "Contraseña actual",
    changeEmail: "Cambiar la dirección",
    passwordTitle: "Contraseña",
    passwordLead: "Se cerrará la sesión en todos tus demás dispositivos.",
    newPassword: "Contraseña nueva",
    newPasswordConfirm: "La contraseña nueva otra vez",
    changePassword: "Cambiar la contraseña",
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
