// @ts-check

// Has a passkey sign: asks the server what, has the browser do it, and hands the answer in with the button's form.
// Where there are no passkeys, what the page says instead stays as it is; addresses of digits have none.

const { PublicKeyCredential } = window;
const named = !/^[\d.]+$|:/.test(location.hostname);

if (named && PublicKeyCredential && "parseCreationOptionsFromJSON" in PublicKeyCredential) {
  for (const way of document.querySelectorAll("[data-passkeys]")) {
    if (way instanceof HTMLElement) way.hidden = way.dataset.passkeys === "none";
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button[data-options]");
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    void handIn(button);
  });
}

/** @param {HTMLButtonElement} button */
async function handIn(button) {
  const { form } = button;
  const field = form?.elements.namedItem("credential");
  const failure = form?.querySelector("[data-failure]");
  if (!form || !(field instanceof HTMLInputElement) || !(failure instanceof HTMLElement)) return;
  failure.hidden = true;
  try {
    const asked = await fetch(button.dataset.options ?? "", { method: "POST" });
    const options = await asked.json();
    const signed = options.rp
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
        });
    field.value = JSON.stringify(signed);
    form.requestSubmit(button);
  } catch {
    failure.hidden = false;
  }
}
