// @ts-check

// Opens the page's dialog when a swap has brought a question into it. Escape, and giving the focus back afterwards, are
// the browser's own; without this script the question has a page of its own.

const dialog = document.getElementById("dialog");

if (dialog instanceof HTMLDialogElement) {
  const close = () => {
    dialog.close();
    dialog.replaceChildren();
  };

  document.addEventListener("htmx:after:swap", () => {
    if (dialog.open || !dialog.firstElementChild) return;
    dialog.showModal();
    // Enter must not be enough to lose something.
    dialog.querySelector("a")?.focus();
  });

  dialog.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-close]")) return;
    event.preventDefault();
    close();
  });

  // Answered, well or not: what there is to say now stands on the page below.
  dialog.addEventListener("htmx:after:request", close);
  dialog.addEventListener("htmx:error", close);
  dialog.addEventListener("close", () => dialog.replaceChildren());
}
