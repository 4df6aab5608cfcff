import type { Translation } from "../i18n-types.js";

export const errors: Translation["errors"] = {
  badRequest: {
    title: "No se entiende",
    message: "No hemos entendido la petición. Vuelve atrás e inténtalo de nuevo.",
  },
  signedOut: {
    title: "Tu sesión ha terminado",
    message:
      "Tu sesión ha terminado. Vuelve a entrar en otra pestaña e inténtalo de nuevo: aquí no se pierde nada.",
  },
  forbidden: { title: "No está permitido", message: "No puedes hacer esto." },
  notFound: {
    title: "Aquí no hay nada",
    message: "Esta página no existe. Puede que haya cambiado de sitio o que se borrara.",
  },
  methodNotAllowed: { title: "Aquí no se puede", message: "Esta página no puede usarse de esta manera." },
  tooLarge: { title: "Demasiado grande", message: "Lo que has enviado supera lo que podemos recibir." },
  unprocessable: {
    title: "No está del todo bien",
    message: "Lo que has enviado no sirve tal como está. Revísalo y envíalo de nuevo.",
  },
  tooMany: {
    title: "Demasiado rápido",
    message: "Ha habido demasiados intentos. Espera un rato y vuelve a intentarlo.",
  },
  failure: {
    title: "Algo se ha roto",
    message: "La culpa es nuestra, no tuya. Vuelve a intentarlo en un momento.",
  },
  unavailable: {
    title: "Volvemos enseguida",
    message: "Ahora mismo no podemos responder. Vuelve a intentarlo dentro de poco.",
  },
  notSaved: {
    title: "Ahora mismo no se puede guardar nada",
    message: "Lo que has enviado no se ha guardado. Puedes seguir leyendo; vuelve a intentarlo más tarde.",
  },
  other: { title: "No ha funcionado", message: "Vuelve a intentarlo." },
  network: "No hay respuesta del servidor. ¿Tienes conexión? Vuelve a intentarlo.",
  tryAgain: "Volver a intentarlo",
  sendAgain: "Volver a enviar",
  written: "Lo que has escrito",
  toStart: "Volver al inicio",
  reference: "Si nos avisas de esto, menciona {id}.",
};
