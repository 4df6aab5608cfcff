// @ts-check

// Says when a request has failed, in the reader's language: the texts stand on the region itself. Refusals (4xx) come
// with words of their own from the server; this is for answers that never came, and for those that broke.

const region = document.getElementById("messages");

/** @param {string | undefined} text */
function say(text) {
  const line = document.createElement("p");
  line.textContent = text ?? "";
  region?.replaceChildren(line);
}

document.addEventListener("htmx:error", (event) => {
  // Errors of htmx itself have no request; those of background questions are not worth a word.
  const { ctx } = /** @type {CustomEvent} */ (event).detail;
  if (ctx && !ctx.response && !ctx.sourceElement.matches("[data-fresh], [data-quiet]"))
    say(region?.dataset.network);
});

document.addEventListener("htmx:response:error", (event) => {
  const { ctx } = /** @type {CustomEvent} */ (event).detail;
  if (ctx.response.status >= 500 && !ctx.sourceElement.matches("[data-fresh], [data-quiet]"))
    say(ownWords(ctx) ?? region?.dataset.failure);
});

/**
 * What the site itself says of it, and not a proxy before it.
 * @param {{ response: Response, text: string }} ctx
 */
function ownWords({ response, text }) {
  if (response.headers.get("HX-Retarget") !== "#messages") return undefined;
  return new DOMParser().parseFromString(text, "text/html").body.textContent || undefined;
}

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = /** @type {CustomEvent} */ (event).detail;
  if (!ctx.sourceElement.matches("[data-fresh], [data-quiet]")) region?.replaceChildren();
});
