import type { Translation } from "../i18n-types.js";

export const notices: Translation["notices"] = {
  welcome: "¡Te damos la bienvenida! Tu cuenta está lista.",
  signedIn: "Has entrado.",
  signedOut: "Has salido.",
  signInFirst: "Primero tienes que entrar.",
  alreadySignedIn: "Ya habías entrado.",
  registrationClosed: "El registro está cerrado.",
  confirmationSent: "Te hemos enviado un correo con un enlace.",
  emailConfirmed: "Tu dirección está confirmada. ¡Gracias!",
  emailChanged: "Tu nueva dirección ya vale.",
  emailChangeAsked: "Ya casi está: hemos enviado un correo con un enlace a tu nueva dirección.",
  newEmailForgotten: "Tu dirección sigue siendo la misma.",
  emailTaken: "Esta dirección ya es de otra persona. La tuya sigue siendo la misma.",
  resetSent:
    "Si es la dirección de una cuenta, hemos enviado un correo con un enlace. El enlace funciona durante 10 minutos.",
  passwordReset: "Tu contraseña nueva está guardada. Ya puedes entrar con ella.",
  passwordChanged: "Tu contraseña nueva está guardada. Se ha cerrado la sesión en tus demás dispositivos.",
  postPublished: "Tu publicación ya está a la vista.",
  postEdited: "Tu publicación está guardada.",
  postDeleted: "Tu publicación está borrada.",
  profileSaved: "Tu perfil está guardado.",
  appearanceSaved: "Tu elección está guardada.",
  followed: "Ahora sigues a esta persona.",
  unfollowed: "Ya no sigues a esta persona.",
  left: "Tu cuenta se eliminará en siete días. Entra antes si cambias de idea.",
  stayed: "¡Qué bien que vuelvas! Tu cuenta se queda.",
};
