// @ts-check

// What may have changed elsewhere ([data-fresh]: follow buttons, the line of new posts) is asked again when the page
// comes back: from the browser's memory after "back", or from another tab. Only what can be seen; a page that nobody
// sees asks nothing.

/** @type {Set<Element>} */
const seen = new Set();

const sight = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) seen.add(target);
    else seen.delete(target);
  }
});

const watchAll = () => {
  for (const element of document.querySelectorAll("[data-fresh]")) sight.observe(element);
};

function refresh() {
  const asked = new Set();
  for (const element of seen) {
    const address = element.getAttribute("hx-get");
    if (!element.isConnected) seen.delete(element);
    // One answer serves everything on the page that asks for it.
    else if (!asked.has(address)) element.dispatchEvent(new CustomEvent("fresh"));
    asked.add(address);
  }
}

window.addEventListener("pageshow", (event) => {
  if (event.persisted) refresh();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") refresh();
});
document.addEventListener("htmx:config:request", (event) => {
  const source = /** @type {CustomEvent} */ (event).detail.ctx.sourceElement;
  if (document.hidden && source.matches("[data-fresh]")) event.preventDefault();
});
document.addEventListener("htmx:after:swap", watchAll);
watchAll();
