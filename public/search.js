// @ts-check

// The search box opens a list while one types: arrows go through it, Enter follows, Escape closes. The focus stays in
// the box, which tells where one is (WAI-ARIA practices, editable combobox). On the search page the results follow what
// is typed, and the address follows the results. Without this script both are plain forms.

/** @param {Event} event */
const targetOf = (event) => /** @type {CustomEvent} */ (event).detail.ctx?.target;

const box = document.querySelector("[data-options]");
const list = document.getElementById("search-options");
const found = document.getElementById("found");

if (box instanceof HTMLInputElement && list) {
  const options = () => [...list.querySelectorAll("a")];
  let active = -1;

  /** @param {number} n */
  const activate = (n) => {
    active = n;
    for (const [place, option] of options().entries()) option.ariaSelected = `${place === n}`;
    const option = options()[n];
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  };
  /** @param {boolean} open */
  const show = (open) => {
    list.hidden = !open;
    box.ariaExpanded = `${open}`;
    activate(-1);
  };

  for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": "search-listbox" }))
    box.setAttribute(name, value);
  box.ariaAutoComplete = "list";
  show(false);

  document.addEventListener("htmx:after:swap", (event) => {
    if (targetOf(event) === list) show(box === document.activeElement && options().length > 0);
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("blur", () => show(false));
  box.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.isComposing || count === 0) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) show(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      // Between the last and the first one is nowhere: in the box.
      activate(((active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0) options()[active]?.click();
    else if (event.key === "Escape" && !list.hidden) show(false);
    else return;
    event.preventDefault();
  });
}

if (found) {
  document.addEventListener("htmx:before:request", (event) => {
    if (targetOf(event) === found) found.ariaBusy = "true";
  });
  document.addEventListener("htmx:after:request", (event) => {
    if (targetOf(event) === found) found.ariaBusy = null;
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const place = found.querySelector("[data-address]");
    if (targetOf(event) !== found || !(place instanceof HTMLElement)) return;
    history.replaceState(history.state, "", place.dataset.address);
    document.title = document.title.replace(/^.*(?= · )/, () => place.dataset.title ?? "");
  });
}
