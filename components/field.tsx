import type { JSX } from "hono/jsx";
import type { TranslationFunctions } from "../locales/i18n-types.js";
import type { Form } from "../src/web/forms.ts";
import { control, controlClass, Frame, type Labelled } from "./labelled.tsx";

type Input = Pick<
  JSX.IntrinsicElements["input"],
  "autocomplete" | "autocapitalize" | "spellcheck" | "required" | "inputmode"
>;

/** One line of text, with its label, hint, value and error. A password is never sent back to the page. */
export function Field<Name extends string>(
  props: Labelled<Name> & Input & { type?: "text" | "email" | "password" },
) {
  const { form, name, LL, label, hint, id, remark, type = "text", ...input } = props;
  return (
    <Frame {...props}>
      <input
        {...control(props)}
        {...input}
        class={controlClass(props)}
        type={type}
        value={type === "password" ? undefined : form.values[name]}
      />
    </Frame>
  );
}

/** Several lines of text, which may be in any direction. */
export function TextArea<Name extends string>(
  props: Labelled<Name> & {
    rows: number;
    required?: boolean;
    autofocus?: boolean;
  },
) {
  const { form, name, rows, required } = props;
  const attributes = control(props);
  // HTML drops the first newline of a textarea: without one of our own, it would take the author's.
  const text = `\n${form.values[name] ?? ""}`;
  return (
    <Frame {...props}>
      <textarea
        {...attributes}
        autofocus={attributes.autofocus || props.autofocus}
        class={controlClass(props)}
        rows={rows}
        dir="auto"
        required={required}
      >
        {text}
      </textarea>
    </Frame>
  );
}

/** What is wrong with the form as a whole. */
export function FormProblem<Name extends string>({
  form,
  LL,
}: {
  form: Form<Name>;
  LL: TranslationFunctions;
}) {
  const problem = form.errors.form;
  return problem ? (
    <p class="alert alert-danger" role="alert">
      {LL.problems[problem]()}
    </p>
  ) : null;
}
