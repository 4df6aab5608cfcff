import type { Translation } from "../i18n-types.js";

export const mail: Translation["mail"] = {
  greeting: "Hola, {name}:",
  toAccount: "Ir a tu cuenta",
  digest: {
    subject: "Novedades",
    opening: "Esto es nuevo para ti:",
    link: "Ver tus notificaciones",
    why: "Recibes este correo porque pediste que te avisáramos.",
    unsubscribe: "Dejar de recibir estos correos",
  },
  confirmEmail: {
    subject: "Confirma tu dirección",
    opening:
      "Te damos la bienvenida. Solo falta un paso: confirma que esta dirección es tuya. Después podrás escribir.",
    link: "Confirmar esta dirección",
    lasts: "El enlace funciona durante 24 horas.",
    notYou: "Si no te has registrado, no hagas nada. No llegará nada más.",
  },
  changeEmail: {
    subject: "Confirma tu nueva dirección",
    opening: "Esta será la nueva dirección de tu cuenta en cuanto la confirmes.",
    link: "Confirmar esta dirección",
    lasts: "El enlace funciona durante 24 horas.",
    notYou: "Si no lo has pedido, no hagas nada. No cambiará nada.",
  },
  emailChangeAsked: {
    subject: "Tu dirección va a cambiar",
    opening:
      "Alguien que sabe tu contraseña ha pedido que {address} sea la dirección de tu cuenta. Lo será cuando se responda al correo que hemos enviado allí.",
    notYou:
      "Si no has sido tú, alguien sabe tu contraseña: entra, descarta allí la nueva dirección y cambia enseguida la contraseña.",
  },
  passwordReset: {
    subject: "Una contraseña nueva",
    opening: "Alguien ha pedido una contraseña nueva para tu cuenta. Si has sido tú, elígela aquí.",
    link: "Elegir una contraseña nueva",
    lasts: "El enlace funciona una sola vez, durante 10 minutos.",
    notYou: "Si no has sido tú, no hagas nada. Tu contraseña sigue siendo la misma.",
  },
  security: {
    subject: "Tu cuenta ha cambiado",
    wasYou: "Si has sido tú, no tienes que hacer nada.",
    notYou:
      "Si no has sido tú, alguien ha entrado en tu cuenta: cambia enseguida la contraseña. Si ya no puedes entrar, pide una contraseña nueva en la página de entrada.",
    events: {
      passwordChanged:
        "Se ha cambiado tu contraseña. Se ha cerrado la sesión en todos los demás dispositivos.",
      passwordReset:
        "Se ha puesto una contraseña nueva con un enlace. Se ha cerrado la sesión en todos los dispositivos.",
      emailChanged: "Esta es desde ahora la dirección de tu cuenta.",
      totpAdded: "Se ha añadido una aplicación de autenticación a tu cuenta.",
      totpRemoved: "Se ha quitado la aplicación de autenticación de tu cuenta.",
      recoveryCodesMade: "Se han creado códigos de recuperación nuevos. Los anteriores ya no sirven.",
      recoveryCodeUsed: "Alguien ha entrado en tu cuenta con uno de sus códigos de recuperación.",
      passkeyAdded: "Se ha añadido una llave de acceso a tu cuenta.",
      passkeyRemoved: "Se ha quitado una llave de acceso de tu cuenta.",
      deletionAsked: "Tu cuenta se va a borrar. Hasta entonces, basta con entrar para conservarla.",
      deletionUndone: "Tu cuenta se queda: no se borrará.",
    },
  },
  suspended: {
    subject: "Tu cuenta está suspendida",
    opening:
      "Quienes llevan este sitio han suspendido tu cuenta. No puedes entrar, y nadie ve tu perfil ni tus publicaciones.",
    reason: "El motivo es este:",
    mistake: "Si crees que es un error, escríbeles.",
  },
  unsuspended: {
    subject: "Tu cuenta vuelve a estar abierta",
    opening:
      "Tu cuenta ya no está suspendida. Puedes entrar como antes, y tus publicaciones se ven de nuevo.",
  },
  postRemoved: {
    subject: "Se ha retirado una de tus publicaciones",
    opening: "Quienes llevan este sitio han retirado una publicación tuya.",
    reason: "El motivo es este:",
    mistake: "Si crees que es un error, escríbeles.",
  },
  deletionOrdered: {
    subject: "Tu cuenta se va a eliminar",
    opening:
      "Quienes llevan este sitio van a eliminar tu cuenta. Ya no la ve nadie, y dentro de {days} días se borrará todo lo que contiene.",
    keep: "Si entras antes, se queda.",
    mistake: "Si crees que es un error, escríbeles.",
  },
  mailbox: {
    title: "Buzón",
    lead: "Aquí llega todo el correo de este sitio mientras se trabaja en él. Nada sale de esta máquina.",
    empty: "Todavía no hay correo.",
    to: "Para {address}",
    follow: "Seguir el enlace",
  },
};
