// @ts-check

// What may have changed elsewhere ([data-fresh]: follow buttons, the line of new posts) is asked again when the page
// comes back: from the browser's memory after "back", or from another tab. Only what can be seen; a page that nobody
// sees asks nothing.

const PAUSE_MS = 50;

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
  for (const element of seen) if (!element.isConnected) seen.delete(element);
  // One answer serves everything on the page that asks for it.
  const asking = new Map([...seen].map((element) => [element.getAttribute("hx-get"), element]));
  for (const element of asking.values()) element.dispatchEvent(new CustomEvent("fresh"));
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let returning;

// A page that comes back tells so twice, by both events.
function refreshOnce() {
  clearTimeout(returning);
  returning = setTimeout(refresh, PAUSE_MS);
}

window.addEventListener("pageshow", (event) => {
  if (event.persisted) refreshOnce();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") refreshOnce();
});
document.addEventListener("htmx:config:request", (event) => {
  const source = /** @type {CustomEvent} */ (event).detail.ctx.sourceElement;
  if (document.hidden && source.matches("[data-fresh]")) event.preventDefault();
});
document.addEventListener("htmx:after:swap", watchAll);
watchAll();
