import type { TranslationFunctions } from "../../locales/i18n-types.js";

interface PasskeyWayProps {
  /** Where the browser asks what is to be signed, and where the form then goes. */
  options: string;
  action: string;
  label: string;
  LL: TranslationFunctions;
}

/** A button of a form that hands in a passkey instead, where the browser can; elsewhere, a word about it. */
export function PasskeyWay({ options, action, label, LL }: PasskeyWayProps) {
  return (
    <>
      <div data-passkeys="some" hidden>
        <input type="hidden" name="credential" />
        <button class="btn btn-wide mt-2" type="submit" formaction={action} data-options={options}>
          {label}
        </button>
        <p class="field-error" aria-live="polite" data-failure="" hidden>
          {LL.security.passkeys.failure()}
        </p>
      </div>
      <p class="field-hint" data-passkeys="none">
        {LL.security.passkeys.elsewhere()}
      </p>
    </>
  );
}
