import type { Translation } from "../i18n-types.js";

export const accounts: Translation["accounts"] = {
  register: {
    title: "Crear una cuenta",
    lead: "Un nombre de usuario, un correo y una contraseña. Nada más.",
    username: "Nombre de usuario",
    usernameHint: "De 1 a 30 letras, cifras o _. Lo verá todo el mundo.",
    email: "Correo electrónico",
    emailHint: "No lo verá nadie más.",
    password: "Contraseña",
    passwordHint: "Al menos 8 caracteres. Unas cuantas palabras seguidas son una buena elección.",
    passwordConfirm: "La contraseña otra vez",
    leaveEmpty: "Deja esto vacío, por favor",
    submit: "Crear mi cuenta",
    haveAccount: "¿Ya tienes una cuenta?",
    closedTitle: "El registro está cerrado",
    closed: "Por ahora no se admiten cuentas nuevas. Leer, puede leer cualquiera.",
    readOn: "Leer lo que escribe la gente",
  },
  signIn: {
    title: "Entrar",
    username: "Nombre de usuario o correo electrónico",
    password: "Contraseña",
    remember: "Mantener la sesión abierta",
    rememberHint: "Mejor no, si compartes este dispositivo.",
    submit: "Entrar",
    noAccount: "¿Es tu primera vez aquí?",
  },
};
