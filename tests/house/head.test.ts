import { expect, test } from "bun:test";
import ts from "typescript";
import { nodesOf, sources } from "../support/sources.ts";

/*
 * hono/jsx looks for the element around each element, on every page, once it has met one of these. They are written as
 * text instead (`components/layout.tsx`, `components/icons.tsx`), and rendering takes a quarter less.
 */
const COSTLY = ["head", "svg"];

test.each(COSTLY)("<%s> is nowhere an element", (name) => {
  const found = [];
  for (const source of sources("components", "src"))
    for (const { node, line } of nodesOf(source))
      if (
        (ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) &&
        node.tagName.getText() === name
      )
        found.push(`${source.path}:${line}`);
  expect(found).toEqual([]);
});
