import { HTTPException } from "hono/http-exception";
import type { z } from "zod";
import type { Translation } from "../../locales/i18n-types.js";
import type { Received } from "./context.ts";

/** What can be wrong with a field: a key of the dictionary. */
export type Problem = keyof Translation["problems"];

/** A form as it is shown: what was typed and what is wrong with it. `form` stands for all of it. */
export interface Form<Name extends string> {
  values: Partial<Record<Name, string>>;
  errors: Partial<Record<Name | "form", Problem>>;
}

type Fields<Schema extends z.ZodType> = Extract<keyof z.output<Schema>, string>;

/**
 * Checks the submitted form. Refused: the form to show again, what was typed kept as it was, with one problem a field.
 * The messages of the schema are keys of `problems`; a field that is missing altogether is `required`.
 */
export function parseForm<Schema extends z.ZodType>(c: Received, schema: Schema) {
  type Name = Fields<Schema>;
  const values = submittedValues(c) as Form<Name>["values"];
  const parsed = schema.safeParse(values);
  if (parsed.success)
    return { ok: true as const, data: parsed.data, form: { values, errors: {} } as Form<Name> };

  const errors: Form<Name>["errors"] = {};
  for (const { path, message, code } of parsed.error.issues) {
    const name = (path[0] ?? "form") as Name;
    errors[name] ??= code === "invalid_type" ? "required" : (message as Problem);
  }
  return { ok: false as const, form: { values, errors } };
}

/** The form again with problems that only the database could know. */
export function refuse<Name extends string>(form: Form<Name>, errors: Form<Name>["errors"]): Form<Name> {
  return { values: form.values, errors: { ...form.errors, ...errors } };
}

/** The form as it was sent, by who must wait before sending it again. */
export const overLimit = <Name extends string>(c: Received): Form<Name> => ({
  values: submittedValues(c) as Form<Name>["values"],
  errors: { form: "tooManyAttempts" } as Form<Name>["errors"],
});

/** A form that nobody has filled in yet, or that begins with what is saved. */
export const fresh = <Name extends string>(values: Form<Name>["values"] = {}): Form<Name> => ({
  values,
  errors: {},
});

/** One field as it came, such as the `next` that goes along with a form. */
export const submittedField = (c: Received, name: string) => c.env.received.fields.get(name)?.[0];

function submittedValues(c: Received): Record<string, string> {
  const entries = [...c.env.received.fields].map(([name, values]) => [name, values[0] ?? ""]);
  if (entries.length === 0) throw new HTTPException(400);
  return Object.fromEntries(entries);
}
