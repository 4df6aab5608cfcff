import type { Child } from "hono/jsx";
import type { TranslationFunctions } from "../locales/i18n-types.js";
import type { Form } from "../src/web/forms.ts";

/** What every kind of field is given. */
export interface Labelled<Name extends string> {
  form: Form<Name>;
  name: Name;
  LL: TranslationFunctions;
  label: string;
  hint?: string;
  /** Where two forms of a page have a field of the same name. */
  id?: string;
  /** The id of a remark that stands elsewhere. */
  remark?: string;
}

/** The label above a control, and the remarks below it. */
export function Frame<Name extends string>(props: Labelled<Name> & { children?: Child }) {
  return (
    <div class="field">
      <label class="form-label" for={idOf(props)}>
        {props.label}
      </label>
      {props.children}
      <Remarks {...props} />
    </div>
  );
}

/** What is wrong with the value, and what to know about the field. */
export function Remarks<Name extends string>(props: Labelled<Name>) {
  const { form, name, LL, hint } = props;
  const problem = form.errors[name];
  return (
    <>
      {problem && (
        <p class="field-error" id={`${idOf(props)}-error`}>
          {LL.problems[problem]()}
        </p>
      )}
      {hint && (
        <p class="field-hint" id={`${idOf(props)}-hint`}>
          {hint}
        </p>
      )}
    </>
  );
}

/** What a control says about itself. The first one that was refused takes the focus, on a new page and after a swap. */
export function control<Name extends string>(props: Labelled<Name>) {
  return {
    id: idOf(props),
    name: props.name,
    autofocus: isRefused(props),
    ...described(props),
  };
}

/** Whether the control was refused, and which remarks belong to it. */
export function described<Name extends string>(props: Labelled<Name>) {
  const refused = isRefused(props);
  const { hint, remark } = props;
  const remarks = [refused && `${idOf(props)}-error`, hint && `${idOf(props)}-hint`, remark].filter(Boolean);
  return {
    "aria-invalid": refused ? ("true" as const) : undefined,
    "aria-describedby": remarks.join(" ") || undefined,
  };
}

/** Bootstrap's class for a control. */
export const controlClass = <Name extends string>(props: Labelled<Name>): string =>
  isRefused(props) ? "form-control is-invalid" : "form-control";

const isRefused = <Name extends string>({ form, name }: Labelled<Name>): boolean =>
  form.errors[name] !== undefined;

const idOf = <Name extends string>({ id, name }: Labelled<Name>): string => id ?? name;
