// @ts-check

// Keeps what someone has begun to write ([data-draft] names it) until it is sent, should they leave the page by mistake.
// In the tab's own storage, which ends with the tab; and nothing of it outlives signing out.

const KEY = "draft:";
let sent = false;

/** @param {HTMLFormElement} form @param {(key: string, text: HTMLTextAreaElement) => void} act */
function withDraft(form, act) {
  const text = form.querySelector("textarea");
  if (form.dataset.draft && text) act(KEY + form.dataset.draft, text);
}

/** @param {HTMLFormElement} form */
const keep = (form) =>
  withDraft(form, (key, { value }) => {
    if (value) sessionStorage.setItem(key, value);
    else sessionStorage.removeItem(key);
  });

/** @param {HTMLFormElement} form */
const restore = (form) =>
  withDraft(form, (key, text) => {
    const kept = sessionStorage.getItem(key);
    if (!kept || text.value) return;
    text.value = kept;
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });

/** @param {(form: HTMLFormElement) => void} act */
function forAll(act) {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (form instanceof HTMLFormElement) act(form);
  }
}

function forgetAll() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(KEY)) sessionStorage.removeItem(key);
}

document.addEventListener("input", ({ target }) => {
  if (target instanceof HTMLTextAreaElement && target.form) keep(target.form);
});
document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  // What htmx sends stays on the page until it has arrived.
  sent = !event.defaultPrevented;
  if (form.getAttribute("action") === "/logout") forgetAll();
  else withDraft(form, (key) => sessionStorage.removeItem(key));
});
window.addEventListener("pagehide", () => {
  if (!sent) forAll(keep);
});
window.addEventListener("pageshow", () => {
  sent = false;
});
forAll(restore);
