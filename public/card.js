// @ts-check

// Shows who somebody is beside their name, when the mouse or the keyboard's focus rests there. Asked for once a page; it
// stays among the elements, so that following somewhere else on the page changes it too. Escape is the browser's own, as
// is the place (anchored by CSS) and the order of the focus: the card comes right after its link. Touch follows the link.

const REST_MS = 300;
const LEAVE_MS = 200;

/** @type {Map<string, Promise<HTMLElement | null>>} */
const cards = new Map();
/** @type {HTMLAnchorElement | null} */
let current = null;
/** @type {HTMLElement | null} */
let open = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let leaving = false;

/** @param {HTMLAnchorElement} link */
function attend(link) {
  if (link === current) return;
  current = link;
  later(() => show(link), REST_MS, false);
}

function turnAway() {
  if (leaving || !(current || open)) return;
  current = null;
  later(() => open?.hidePopover(), LEAVE_MS, true);
}

/** @param {() => void} work @param {number} pause @param {boolean} away */
function later(work, pause, away) {
  clearTimeout(timer);
  leaving = away;
  timer = setTimeout(() => {
    leaving = false;
    work();
  }, pause);
}

/** @param {HTMLAnchorElement} link */
async function show(link) {
  const path = link.pathname;
  const asked = cards.get(path) ?? load(path);
  cards.set(path, asked);
  const card = await asked;
  if (card === null) cards.delete(path);
  else if (current === link && link.isConnected && !card.matches(":popover-open")) {
    card.showPopover({ source: link });
    open = card;
  }
}

/** @param {string} path */
async function load(path) {
  const answer = await fetch(`${path}/card`, { headers: { "HX-Request-Type": "partial" } }).catch(() => null);
  if (!answer?.ok) return null;
  const card = document.createElement("div");
  card.className = "hover-card";
  card.popover = "auto";
  card.innerHTML = await answer.text();
  document.getElementById("main")?.append(card);
  /** @type {any} */ (window).htmx.process(card);
  return card;
}

/** @param {Event} event @param {boolean} counts */
function notice({ target }, counts) {
  if (!(target instanceof Element)) return;
  const link = target.closest("a.to-person");
  if (target.closest(".hover-card")) {
    clearTimeout(timer);
    leaving = false;
  } else if (counts && link instanceof HTMLAnchorElement) attend(link);
  else turnAway();
}

// An older browser cannot place it: there the link remains.
if (CSS.supports("position-area: end")) {
  document.addEventListener("pointerover", (event) => notice(event, event.pointerType !== "touch"));
  document.addEventListener("focusin", (event) =>
    notice(event, event.target instanceof Element && event.target.matches(":focus-visible")),
  );
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") clearTimeout(timer);
  });
  // What happens in another tab is not told here.
  document.addEventListener("visibilitychange", () => {
    for (const card of cards.values()) card.then((element) => element?.remove());
    cards.clear();
  });
}
