// @ts-check

// Counts what someone writes as a reader counts it, by graphemes: a family of four is one. The server counts the same
// way and has the last word; without this script a hint says how long a post may be.

/** Of a post; a counter may say otherwise. */
const MOST = 500;
const NEAR = 20;
const PAUSE_MS = 800;
const GAP = "\uFFFC";

const graphemes = new Intl.Segmenter(document.documentElement.lang, { granularity: "grapheme" });

/** @type {ReturnType<typeof setTimeout> | undefined} */
let pause;

/** @param {HTMLElement} counter */
function count(counter) {
  const text = document.getElementById(counter.dataset.counter ?? "");
  if (!(text instanceof HTMLTextAreaElement)) return;
  const left = Number(counter.dataset.most ?? MOST) - [...graphemes.segment(text.value.trim())].length;
  const words = (counter.dataset.text ?? "").replace(GAP, String(left));
  counter.classList.toggle("over", left < 0);
  say(counter, "[data-shown]", text.value === "" ? "" : words);

  // Spoken only near the end and after a pause: nobody wants to hear a number with every letter.
  clearTimeout(pause);
  pause = setTimeout(() => say(counter, "[data-spoken]", left <= NEAR ? words : ""), PAUSE_MS);
}

/** @param {HTMLElement} counter @param {string} where @param {string} words */
function say(counter, where, words) {
  const place = counter.querySelector(where);
  if (place && place.textContent !== words) place.textContent = words;
}

/** @param {Event} event */
function countFor(event) {
  const form = event.target instanceof HTMLTextAreaElement ? event.target.form : null;
  const counter = form?.querySelector("[data-counter]");
  if (counter instanceof HTMLElement) count(counter);
}

function countAll() {
  for (const counter of document.querySelectorAll("[data-counter]")) {
    if (counter instanceof HTMLElement) count(counter);
  }
}

document.addEventListener("input", countFor);
document.addEventListener("htmx:after:swap", countAll);
document.addEventListener("keydown", (event) => {
  const { target, key, ctrlKey, metaKey } = event;
  const sends = key === "Enter" && (ctrlKey || metaKey);
  if (sends && target instanceof HTMLTextAreaElement && target.form?.matches(".writing"))
    target.form.requestSubmit();
});
countAll();
