// @ts-check

// Keeps what someone has begun to write ([data-draft] names it) until it is sent, should they leave the page by mistake.
// In the tab's own storage, which ends with the tab; and nothing of it outlives signing out.

const KEY = "draft:";

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
    if (text.value || !kept) return keep(form);
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
document.addEventListener("submit", ({ target }) => {
  if (!(target instanceof HTMLFormElement)) return;
  if (target.getAttribute("action") === "/logout") forgetAll();
  else withDraft(target, (key) => sessionStorage.removeItem(key));
});

// It did not arrive, or came back refused: what stands in the form is a draft again. Not when something else arrives on
// the page while the form is on its way.
for (const event of ["htmx:error", "htmx:response:error"])
  document.addEventListener(event, () => forAll(keep));
document.addEventListener("htmx:after:swap", () =>
  forAll((form) => {
    if (!form.matches(".htmx-request")) keep(form);
  }),
);
forAll(restore);
