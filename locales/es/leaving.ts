import type { Translation } from "../i18n-types.js";

export const leaving: Translation["leaving"] = {
  title: "Eliminar mi cuenta",
  lead: "Con todo lo que contiene. Tienes una semana para cambiar de idea.",
  begin: "Eliminar mi cuenta …",
  atOnce: "Tu perfil y tus publicaciones dejan de verse al instante, y se cierran todas tus sesiones.",
  later:
    "Durante {days} días puedes cambiar de idea entrando de nuevo. Después se elimina todo: publicaciones, seguimientos, imágenes y ajustes. No se puede recuperar.",
  stays:
    "Los mensajes que enviaste se quedan con quienes los recibieron, como de una persona eliminada. Nadie más tendrá tu nombre de usuario.",
  username: "Tu nombre de usuario",
  usernameHint: "{username}, para estar seguros de que es lo que quieres.",
  password: "Tu contraseña",
  confirm: "Eliminar mi cuenta",
  remain: "Quedarme",
};
