import { control, described, type Labelled, Remarks } from "./labelled.tsx";

interface Option {
  value: string;
  label: string;
  /** The language of the label, where it is not the page's. */
  lang?: string;
}

/** One of a few, all of them in sight. */
export function Choice<Name extends string>(props: Labelled<Name> & { options: Option[] }) {
  const { form, name, label, options } = props;
  const chosen = form.values[name] ?? "";
  return (
    <fieldset class="field" {...described(props)}>
      <legend class="form-label">{label}</legend>
      {options.map((option) => (
        <label class="form-check" lang={option.lang}>
          <input
            class="form-check-input"
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === chosen}
          />
          <span class="form-check-label">{option.label}</span>
        </label>
      ))}
      <Remarks {...props} />
    </fieldset>
  );
}

/** Yes or no. */
export function Check<Name extends string>(props: Labelled<Name>) {
  const { form, name, label } = props;
  return (
    <div class="field">
      <label class="form-check">
        <input
          {...control(props)}
          class="form-check-input"
          type="checkbox"
          value="on"
          checked={form.values[name] === "on"}
        />
        <span class="form-check-label">{label}</span>
      </label>
      <Remarks {...props} />
    </div>
  );
}
