// @ts-check

// A button in each password field that shows what was typed, for those who are alone. Without this script there is none.
// A form that is sent hides it again: browsers remember what stands in a field of text.

for (const place of document.querySelectorAll(".password")) {
  const input = place.querySelector("input");
  if (!(place instanceof HTMLElement) || !input) continue;
  const { show = "", showName = "", hide = "", hideName = "" } = place.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "password-toggle";
  button.setAttribute("aria-controls", input.id);

  /** @param {boolean} shown */
  const set = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? hide : show;
    button.setAttribute("aria-label", shown ? hideName : showName);
  };
  set(false);
  button.addEventListener("click", () => set(input.type === "password"));
  input.form?.addEventListener("submit", () => set(false));
  place.append(button);
}
