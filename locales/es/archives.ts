import type { Translation } from "../i18n-types.js";

export const archives: Translation["archives"] = {
  title: "Mis datos",
  exportTitle: "Llévate tus datos",
  exportLead:
    "Tu perfil, publicaciones, seguimientos, mensajes, ajustes y registro de seguridad en un archivo ZIP: como página para leer y como datos para programas.",
  ask: "Reunir mis datos",
  again: "Intentarlo otra vez",
  waiting: "Tus datos se reunirán en un momento.",
  running: "Estamos reuniendo tus datos: {done} de {total}.",
  importing: "Estamos importando tu archivo: {done} de {total}.",
  importWaiting: "Tu archivo se importará en un momento.",
  progress: "Progreso",
  reload: "Ver cuánto falta",
  ready: "Tus datos, reunidos {when}",
  download: "Descargar ({size})",
  until: "hasta el {when}",
  failed: "No hemos podido reunir tus datos, y la culpa es nuestra.",
  removed: "Reunidos {when}; el archivo ya se ha eliminado.",
  importTitle: "Trae tus publicaciones",
  importLead:
    "De un archivo de otro sitio como este. Tus publicaciones conservan sus fechas, no se avisa a nadie y lo que ya está aquí no se duplica. Los seguimientos, bloqueos y mensajes no vienen: aquí esos nombres pueden ser de otras personas.",
  file: "El archivo",
  fileHint: "El archivo ZIP, de 10 MB como máximo.",
  bring: "Importarlo",
  imported: "Importado {when}.",
  importNotWorked: "Intentado {when}, sin importar.",
  brought: "{count|number} {{count:publicación es nueva|publicaciones son nuevas}} aquí.",
  present: "{count|number} ya {{count:estaba|estaban}} aquí.",
  refused:
    "{count|number} no {{count:se ha|se han}} podido tomar: demasiado largas, vacías o de una fecha imposible.",
  contents: {
    title: "{name}: publicaciones",
    posts: "Publicaciones, de la más antigua a la más reciente",
    readme:
      "Esto es lo que {site} guarda de @{name}.\n\nindex.html  tus publicaciones, para leerlas en cualquier navegador\ndata.json   todo, para programas; descrito en docs/export.md del proyecto MicroBlog\nmedia/      tu imagen\n\nOtro sitio de este tipo acepta este archivo en Ajustes, Mis datos.",
  },
};
