import type { Translation } from "../i18n-types.js";

export const problems: Translation["problems"] = {
  required: "Rellena este campo.",
  bodyEmpty: "Escribe algo primero.",
  bodyTooLong: "Es demasiado largo: como mucho, 500 caracteres.",
  usernameInvalid: "Usa entre 1 y 30 letras (a–z), cifras o _.",
  usernameTaken: "Este nombre de usuario ya está cogido.",
  usernameReserved: "Este nombre de usuario está reservado.",
  emailInvalid: "Esto no parece una dirección de correo.",
  emailTaken: "Ya hay una cuenta con esta dirección.",
  passwordTooShort: "Usa al menos 8 caracteres.",
  passwordTooLong: "Es demasiado larga: como mucho, 1024 bytes.",
  passwordCommon: "Demasiada gente usa esta contraseña. Elige otra.",
  passwordIsUsername: "La contraseña no puede ser tu nombre de usuario.",
  passwordsDiffer: "Las dos contraseñas no coinciden.",
  nameTooLong: "Es demasiado largo: como mucho, 50 caracteres.",
  aboutTooLong: "Es demasiado largo: como mucho, 500 caracteres.",
  wrongCredentials: "El nombre o la contraseña no son correctos.",
  localeUnknown: "Todavía no hablamos este idioma.",
  themeUnknown: "Elige una de estas opciones.",
  digestUnknown: "Elige cuándo.",
};
