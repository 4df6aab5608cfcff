import type { Translation } from "../i18n-types.js";

export const notices: Translation["notices"] = {
  welcome: "¡Te damos la bienvenida! Tu cuenta está lista.",
  signedIn: "Has entrado.",
  signedOut: "Has salido.",
  signInFirst: "Primero tienes que entrar.",
  alreadySignedIn: "Ya habías entrado.",
  registrationClosed: "El registro está cerrado.",
  postPublished: "Tu publicación ya está a la vista.",
  postEdited: "Tu publicación está guardada.",
  postDeleted: "Tu publicación está borrada.",
  profileSaved: "Tu perfil está guardado.",
  appearanceSaved: "Tu elección está guardada.",
  followed: "Ahora sigues a esta persona.",
  unfollowed: "Ya no sigues a esta persona.",
  choicesSaved: "Tus preferencias están guardadas.",
  allRead: "Todo está marcado como leído.",
};
