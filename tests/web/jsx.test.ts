import { describe, expect, test } from "bun:test";
import { raw } from "hono/html";
import { Fragment as HonosFragment, jsx as honos } from "hono/jsx/jsx-runtime";
import { Fragment, jsx } from "../../components/jsx/jsx-runtime.ts";
import { type Picker, picker } from "../support/picker.ts";

/** What an element is made of, to be made by either. */
interface Plan {
  tag: string | typeof Fragment | Component;
  props: Record<string, unknown>;
  children: unknown[];
}

type Component = (props: { children?: unknown; [name: string]: unknown }) => unknown;

const isPlan = (thing: unknown): thing is Plan =>
  typeof thing === "object" && thing !== null && "tag" in thing && "props" in thing;

/** Each in a box: a picker takes undefined for nothing to choose from. */
function boxed(...values: unknown[]) {
  return values.map((value) => ({ value }));
}

/** As the compiler has it: nothing, one child as it is, or a list of them. */
const given = (children: unknown[]) =>
  children.length === 0 ? {} : { children: children.length === 1 ? children[0] : children };

function byOurs(thing: unknown): unknown {
  if (Array.isArray(thing)) return thing.map(byOurs);
  if (!isPlan(thing)) return thing;
  return jsx(thing.tag as string, { ...thing.props, ...given(thing.children.map(byOurs)) } as never);
}

function byHonos(thing: unknown): unknown {
  if (Array.isArray(thing)) return thing.map(byHonos);
  if (!isPlan(thing)) return thing;
  const tag = (thing.tag === Fragment ? HonosFragment : thing.tag) as string;
  return honos(tag, { ...thing.props, ...given(thing.children.map(byHonos)) });
}

const TEXTS = ["", "plain", "<script>", `"both" & 'kinds'`, "a&amp;b", "ä 日本 👋", "\n"];
const VALUES = boxed(...TEXTS, 0, 1.5, true, false, null, undefined, raw("&nbsp;"));
const CHILDREN = boxed(7, 0, true, false, null, undefined, raw("<i>as it is</i>"));
const NAMES = [
  "class",
  "href",
  "hidden",
  "disabled",
  "aria-label",
  "data-x",
  "hx-on:click",
  "hx-swap",
  "value",
];
const TAGS = ["p", "div", "hx-partial", "textarea", "option", "pre", "h1"];
const VOID = ["input", "br", "img"];
const COMPONENTS: Component[] = [
  ({ children }) => children,
  ({ title }) => title,
  ({ children, ...props }) => ({ tag: "b", props, children: [children].flat() }),
  () => null,
];

/** Something that may stand in a page, as deep as `depth`. */
function something(pick: Picker, depth: number): unknown {
  const kind = pick.upTo(depth > 0 ? 10 : 3);
  if (kind <= 2) return pick.of(TEXTS);
  if (kind === 3) return pick.of(CHILDREN).value;
  if (kind === 4) return some(pick, depth);
  return element(pick, depth);
}

const some = (pick: Picker, depth: number) =>
  Array.from({ length: pick.upTo(4) - 1 }, () => something(pick, depth - 1));

function element(pick: Picker, depth: number): Plan {
  const props = Object.fromEntries(
    Array.from({ length: pick.upTo(4) - 1 }, () => [pick.of(NAMES), pick.of(VALUES).value]),
  );
  if (pick.upTo(6) === 1) return { tag: pick.of(VOID), props, children: [] };
  const tag = pick.upTo(6) === 1 ? Fragment : pick.of(TAGS);
  return { tag, props, children: some(pick, depth) };
}

describe("what hono/jsx writes, byte for byte", () => {
  test.each(Array.from({ length: 200 }, (_, seed) => seed))("tree %i", (seed) => {
    const plan = element(picker(seed), 5);
    expect(String(byOurs(plan))).toBe(String(byHonos(plan)));
  });

  test("components, whatever they answer", () => {
    for (const component of COMPONENTS) {
      const ours = (props: object) => byOurs(component(props as never));
      const theirs = (props: object) => byHonos(component(props as never));
      const [props, children] = [{ title: "<>" }, ["x", "&"]];
      const made = jsx("div", { children: jsx(ours as never, { ...props, children }) });
      expect(String(made)).toBe(
        String(honos("div", { children: honos(theirs as never, { ...props, children }) })),
      );
    }
  });

  test("a page's head", () => {
    const plan: Plan = {
      ...{ tag: "html", props: { lang: "en" } },
      children: [
        { tag: "head", props: {}, children: [{ tag: "title", props: {}, children: ["<&>"] }] },
        { tag: "body", props: {}, children: [] },
      ],
    };
    expect(String(byOurs(plan))).toBe(String(byHonos(plan)));
  });
});

describe("what a component may not do", () => {
  test.each<[what: string, child: unknown]>([
    ["wait", Promise.resolve("text")],
    ["show an object", { toString: () => "<script>" }],
    ["take what was read as JSON for markup", { isEscaped: true, toString: () => "<script>" }],
    ["take a text for markup", new String("<script>")],
    ["show a function", () => "text"],
  ])("%s", (_, child) => {
    expect(() => jsx("p", { children: child as never })).toThrow(TypeError);
  });

  test.each(["onclick x", "a=b", "a>", "", "a\n", "1", '"'])("name an attribute %j", (name) => {
    expect(() => jsx("p", { [name]: "x" })).toThrow(TypeError);
  });

  test.each(["p onclick=x", "!--", "p>", ""])("name an element %j", (name) => {
    expect(() => jsx(name, {})).toThrow(TypeError);
  });

  test("have a function as an attribute", () => {
    expect(() => jsx("p", { title: () => "text" })).toThrow();
  });
});
