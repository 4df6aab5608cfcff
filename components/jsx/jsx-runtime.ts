/**
 * What our JSX is compiled to, named by `jsxImportSource` in tsconfig.json: the same markup as hono/jsx makes, in less time
 * (docs/decisions/0025-jsx.md). An element is text as soon as it is met, innermost first, where hono/jsx keeps a tree of
 * objects and walks it later. That leaves out what no page of ours uses: components that wait, context, `style` objects and
 * `dangerouslySetInnerHTML`. Types, attributes that are not text, and escaping are Hono's.
 */
import type { Child } from "hono/jsx";
import { jsxAttr } from "hono/jsx/jsx-runtime";
import { escapeToBuffer, type HtmlEscapedString } from "hono/utils/html";

export type { JSX } from "hono/jsx/jsx-runtime";

interface Props {
  children?: Child;
  [name: string]: unknown;
}

type Component = (props: Props) => Child;

/** An element, or what a component answers. The key that may come third is for those who compare trees. */
export function jsx(tag: string | Component, props: Props): Child {
  if (typeof tag === "function") return tag(props);
  let start = `<${checked(tag)}`;
  for (const name in props) if (name !== "children") start += attribute(checked(name), props[name]);
  return markup(VOID.has(tag) ? `${start}/>` : `${start}>${contents(props.children)}</${tag}>`);
}

export { jsx as jsxDEV, jsx as jsxs };

export const Fragment = ({ children }: Props) => markup(contents(children));

/** Text that is markup already, as Hono knows it too. An object of a class of ours is made and told apart faster than its own. */
class Markup {
  readonly isEscaped = true;

  constructor(readonly text: string) {}

  toString() {
    return this.text;
  }
}

const markup = (text: string) => new Markup(text) as unknown as HtmlEscapedString;

function contents(child: unknown): string {
  if (typeof child === "string") return escaped(child);
  if (child instanceof Markup) return child.text;
  if (child === undefined || child === null || typeof child === "boolean") return "";
  if (Array.isArray(child)) {
    let text = "";
    for (const each of child) text += contents(each);
    return text;
  }
  if (typeof child === "number" || isEscaped(child)) return String(child);
  throw new TypeError(`No page can show this: ${Object.prototype.toString.call(child)}`);
}

/** By Hono's `raw` and `html`. Nothing that was read as JSON is a `String`. */
const isEscaped = (child: unknown) =>
  child instanceof String && "isEscaped" in child && child.isEscaped === true;

function attribute(name: string, value: unknown): string {
  if (typeof value === "string") return ` ${name}="${escaped(value)}"`;
  if (value === undefined || value === null) return "";
  const written = String(jsxAttr(name, value as never));
  return written && ` ${written}`;
}

/** Elements without content and without an end. */
const VOID = new Set([
  "area",
  "base",
  "br",
  "col",
  "embed",
  "hr",
  "img",
  "input",
  "link",
  "meta",
  "source",
  "track",
  "wbr",
]);

const NAME = /^[a-z][\w:.-]*$/i;

/** Those in our components: some hundred. */
const names = new Set<string>();

/** A name of a tag or attribute. One that came from elsewhere than our components could be anything. */
function checked(name: string): string {
  if (names.has(name)) return name;
  if (!NAME.test(name)) throw new TypeError(`No name in markup: ${JSON.stringify(name)}`);
  names.add(name);
  return name;
}

const buffer: [string] = [""];

function escaped(text: string): string {
  buffer[0] = "";
  escapeToBuffer(text, buffer);
  return buffer[0];
}
