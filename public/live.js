// @ts-check

// Keeps the page current. The stream of what is new (#live) is opened while somebody sees the page; htmx closes it when
// nobody does. Where it stays silent, as behind a proxy that holds it back, the page asks now and then. When the page
// comes back, from the browser's memory or another tab, what may have changed ([data-fresh]) is asked again, if in sight.

const live = document.getElementById("live");
let heard = 0;
let asked = Date.now();

/** @type {Set<Element>} */
const seen = new Set();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let returning;

/** @param {string} name @param {Element | null} [element] */
const tell = (name, element = live) => element?.dispatchEvent(new Event(name));

const sight = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) seen.add(target);
    else seen.delete(target);
  }
});

function watchAll() {
  for (const element of document.querySelectorAll("[data-fresh]")) sight.observe(element);
}

function refresh() {
  if (document.hidden) return;
  tell("connect");
  for (const element of seen) if (!element.isConnected) seen.delete(element);
  // One answer serves everything on the page that asks for it.
  const asking = new Map([...seen].map((element) => [element.getAttribute("hx-get"), element]));
  for (const element of asking.values()) tell("fresh", element);
}

// A page that comes back tells so twice, by both events.
function comeBack() {
  clearTimeout(returning);
  returning = setTimeout(refresh, 50);
}

live?.addEventListener("htmx:sse:after:message", () => (heard = Date.now()));
setInterval(() => {
  const now = Date.now();
  if (now - heard < 60_000 || now - asked < (document.hidden ? 300_000 : 30_000)) return;
  asked = now;
  tell("poll");
  if (!document.hidden) for (const name of ["connect", "talk", "fresh"]) tell(name);
}, 5000);

// A message may come twice: as news, and with the answer to what was sent meanwhile. So may word that it was deleted.
document.addEventListener("htmx:before:swap", (event) => {
  for (const task of /** @type {CustomEvent} */ (event).detail.tasks) {
    const { target, fragment } = task;
    for (const message of target?.id === "talk-messages" ? fragment.querySelectorAll("article") : [])
      if (document.getElementById(message.id)) message.remove();
    const isMessage = target?.matches?.(".message");
    if (isMessage && [target, fragment].every((side) => side.querySelector(".message-deleted")))
      task.target = null;
  }
});
document.addEventListener("htmx:after:swap", watchAll);
document.addEventListener("visibilitychange", comeBack);
window.addEventListener("pageshow", ({ persisted }) => persisted && comeBack());
watchAll();
// It may have gone through the page before it knew of streams.
/** @type {any} */ (window).htmx.process(live);
if (!document.hidden) tell("connect");
