// @ts-check

// Someone who works with the keyboard must not lose their place when a swap removes the element they were on: the focus
// moves on to what took its place (an editor, an article, the first of the older posts), or else to its neighbour.

/** @type {Element | null} */
let neighbour = null;
let lost = false;

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = detailOf(event);
  const target = ctx.target instanceof Element ? ctx.target : null;
  lost = target?.contains(document.activeElement) ?? false;
  neighbour = target?.nextElementSibling ?? target?.previousElementSibling ?? document.getElementById("main");
});

document.addEventListener("htmx:after:swap", (event) => {
  const { ctx } = detailOf(event);
  if (!lost || isOnSomething()) return;
  // Once the source of the request is gone, htmx names in its place what arrived, if anything did.
  const arrived = ctx.sourceElement.isConnected ? ctx.sourceElement : neighbour;
  focusOn(arrived?.matches(".page") ? arrived.firstElementChild : arrived);
});

function isOnSomething() {
  const active = document.activeElement;
  return active !== null && active !== document.body && active.isConnected;
}

/** @param {Element | null | undefined} element */
function focusOn(element) {
  if (!(element instanceof HTMLElement)) return;
  if (!element.matches("a, button, input, textarea")) element.tabIndex = -1;
  element.focus({ preventScroll: element.matches("article") });
}

/** @param {Event} event */
const detailOf = (event) => /** @type {CustomEvent} */ (event).detail;
