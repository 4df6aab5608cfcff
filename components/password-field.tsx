import { control, controlClass, Frame, type Labelled } from "./labelled.tsx";

/**
 * A password, never sent back to the page. `public/password.js` adds a button that shows what was typed, with the words
 * that wait here for it.
 */
export function PasswordField<Name extends string>(
  props: Labelled<Name> & { autocomplete: "current-password" | "new-password" },
) {
  const { LL, autocomplete } = props;
  const { show, showName, hide, hideName } = LL.accounts.password;
  return (
    <Frame {...props}>
      <div
        class="password"
        data-show={show()}
        data-show-name={showName()}
        data-hide={hide()}
        data-hide-name={hideName()}
      >
        <input
          {...control(props)}
          class={controlClass(props)}
          type="password"
          autocomplete={autocomplete}
          required
        />
      </div>
    </Frame>
  );
}
