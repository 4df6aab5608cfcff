import { describe, expect, test } from "bun:test";
import ts from "typescript";
import { nodesOf, type Source, sources } from "../support/sources.ts";

const LETTERS = /\p{L}/u;

/** Attributes that are read out or shown. */
const READ = new Set([
  "title",
  "aria-label",
  "aria-description",
  "aria-roledescription",
  "placeholder",
  "alt",
  "label",
]);

const jsx = sources("components", "src").filter(({ path }) => path.endsWith(".tsx"));

test("there is JSX to look at", () => {
  expect(jsx.length).toBeGreaterThan(20);
});

describe.each(jsx.map((source) => [source.path, source] as const))("%s", (_, source) => {
  test("says nothing that is not in the dictionary", () => {
    expect(findings(source, isWords)).toEqual([]);
  });

  test("has nothing inline: no style, no script, no handler", () => {
    expect(findings(source, isInline)).toEqual([]);
  });
});

/** The lines on which something stands that should not. */
function findings(source: Source, isWrong: (node: ts.Node) => boolean): string[] {
  return [...nodesOf(source)]
    .filter(({ node }) => isWrong(node))
    .map(({ node, line }) => `${line}: ${node.getText()}`);
}

function isWords(node: ts.Node): boolean {
  if (ts.isJsxText(node)) return LETTERS.test(node.text);
  if (!ts.isStringLiteralLike(node) || !LETTERS.test(node.text)) return false;
  if (ts.isJsxAttribute(node.parent)) return READ.has(node.parent.name.getText());
  return isShown(node);
}

/** Whether the text is what `{…}` puts on the page or into an attribute that is read: as it is, or as one choice. */
function isShown(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isJsxExpression(parent)) {
    return ts.isJsxAttribute(parent.parent) ? READ.has(parent.parent.name.getText()) : true;
  }
  if (ts.isConditionalExpression(parent)) return parent.condition !== node && isShown(parent);
  if (ts.isBinaryExpression(parent)) {
    const chooses = [
      ts.SyntaxKind.BarBarToken,
      ts.SyntaxKind.QuestionQuestionToken,
      ts.SyntaxKind.AmpersandAmpersandToken,
      ts.SyntaxKind.PlusToken,
    ].includes(parent.operatorToken.kind);
    return chooses && isShown(parent);
  }
  return ts.isParenthesizedExpression(parent) && isShown(parent);
}

function isInline(node: ts.Node): boolean {
  if (ts.isJsxAttribute(node))
    return /^(style|srcdoc|on[a-z]+|hx-on.*|dangerouslySetInnerHTML)$/i.test(node.name.getText());
  if (ts.isJsxElement(node)) return /^(style|script)$/.test(node.openingElement.tagName.getText());
  return (
    ts.isJsxSelfClosingElement(node) && node.tagName.getText() === "script" && !/\bsrc=/.test(node.getText())
  );
}
