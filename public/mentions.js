// @ts-check

// Offers people while someone writes "@ad": a list box below the text, which keeps the focus. Arrows choose, Enter and
// Tab take, Escape closes. Without this script one types the name.

const PAUSE_MS = 150;
const BEGUN = /(?:^|[^\p{L}\p{N}_@/])@([\p{L}\p{M}\p{N}_]{1,30})$/u;

const box = document.createElement("div");
box.className = "mention-box";
const voice = document.createElement("p");
voice.className = "visually-hidden";
voice.setAttribute("aria-live", "polite");
document.body.append(voice);

/** @type {Map<string, Promise<string>>} */
const answers = new Map();
/** @type {HTMLTextAreaElement | null} */
let field = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let pause;
let chosen = 0;

/** What the text says about the list while it is open. It stays a text box: HTML lets no text area be a combo box. */
const OPEN = {
  "aria-autocomplete": "list",
  "aria-haspopup": "listbox",
  "aria-controls": "mention-options",
};

/** What has been written of a name, up to the caret. @param {HTMLTextAreaElement} text */
function begun({ value, selectionStart, selectionEnd }) {
  return selectionStart === selectionEnd ? BEGUN.exec(value.slice(0, selectionStart))?.[1] : undefined;
}

/** @param {string} q */
function ask(q) {
  const answer =
    answers.get(q) ??
    fetch(`/mentions?q=${encodeURIComponent(q)}`, { headers: { "HX-Request-Type": "partial" } })
      .then((response) => (response.ok ? response.text() : ""))
      .catch(() => {
        answers.delete(q); // the network may be back for the next try
        return "";
      });
  answers.set(q, answer);
  return answer;
}

/** @param {HTMLTextAreaElement} text @param {string} q */
async function offer(text, q) {
  const people = await ask(q);
  if (begun(text) !== q || document.activeElement !== text) return;
  if (people === "") return close();
  field = text;
  box.innerHTML = people;
  text.after(box);
  for (const [name, value] of Object.entries(OPEN)) text.setAttribute(name, value);
  voice.textContent = box.querySelector("[data-say]")?.getAttribute("data-say") ?? "";
  choose(0);
}

function close() {
  clearTimeout(pause);
  for (const name of [...Object.keys(OPEN), "aria-activedescendant"]) field?.removeAttribute(name);
  field = null;
  box.remove();
  voice.textContent = "";
}

/** @param {number} at */
function choose(at) {
  const options = box.querySelectorAll("[role=option]");
  chosen = (at + options.length) % options.length;
  for (const [index, option] of options.entries()) option.ariaSelected = String(index === chosen);
  field?.setAttribute("aria-activedescendant", options[chosen]?.id ?? "");
  options[chosen]?.scrollIntoView({ block: "nearest" });
}

/** @param {Element | null | undefined} option */
function take(option) {
  const q = field && begun(field);
  if (!field || !q || !(option instanceof HTMLElement)) return;
  const caret = field.selectionStart;
  field.setRangeText(`@${option.dataset.name} `, caret - q.length - 1, caret, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", ({ target }) => {
  if (!(target instanceof HTMLTextAreaElement) || !target.form?.matches(".writing")) return;
  clearTimeout(pause);
  const q = begun(target);
  if (q === undefined) close();
  else pause = setTimeout(() => offer(target, q), PAUSE_MS);
});

document.addEventListener("keydown", (event) => {
  const { key, target, ctrlKey, metaKey, altKey, shiftKey, isComposing } = event;
  if (target !== field || field === null || ctrlKey || metaKey || altKey || shiftKey || isComposing) return;
  if (key === "ArrowDown") choose(chosen + 1);
  else if (key === "ArrowUp") choose(chosen - 1);
  else if (key === "Enter" || key === "Tab") take(box.querySelectorAll("[role=option]")[chosen]);
  else if (key === "Escape") close();
  else return;
  event.preventDefault();
});

// The text keeps the focus while someone points.
box.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  take(event.target instanceof Element ? event.target.closest("[role=option]") : null);
});
document.addEventListener("focusout", ({ target }) => {
  if (target === field) close();
});
