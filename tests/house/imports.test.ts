import { describe, expect, test } from "bun:test";
import { join, normalize } from "node:path";
import ts from "typescript";
import { nodesOf, type Source, sources } from "../support/sources.ts";

interface Import {
  /** A path from the root of the project, or the name of a package. */
  of: string;
  typesOnly: boolean;
}

/**
 * Imports point one way: index → app → routes → domain → db, and components know nothing but types of the others. What
 * each file may import: the first rule that fits it counts. `types`: as types only.
 */
const rules: { files: RegExp; may: RegExp; types?: RegExp }[] = [
  { files: /^components\/jsx\//, may: /^(components\/jsx\/|hono\/(jsx|jsx\/jsx-runtime|utils\/html)$)/ },
  {
    files: /^components\//,
    // What a mention is and what a link, those who keep or index a post and those who show it must agree on.
    may: /^(components\/|locales\/|src\/domain\/(mentioned-names|links)\.ts$|hono\/(jsx|html)$)/,
    types: /^src\/(domain|mail|web)\//,
  },
  {
    files: /^db\/(demo|world)\b/,
    may: /^(db\/|src\/(domain\/|jobs\/queue\.ts$|env\.ts$)|drizzle-orm|mysql2|node:)/,
  },
  { files: /^db\/backup\//, may: /^(db\/|drizzle-orm|mysql2|zod$|node:)/ },
  { files: /^db\//, may: /^(db\/|src\/env\.ts$|drizzle-orm|mysql2|node:)/ },
  {
    files: /^src\/domain\//,
    may: /^(src\/domain\/|src\/env\.ts$|src\/jobs\/queue\.ts$|db\/|drizzle-orm|zod$|linkify-it$|lucia$|p-limit$|otpauth$|@simplewebauthn\/server$|rate-limiter-flexible$|disposable-email-domains-js$|@zxcvbn-ts\/|node:)/,
    types: /^src\/(mail|search|uploads)\//,
  },
  {
    files: /^src\/search\//,
    may: /^(src\/(search|domain)\/|src\/(env|log|metrics)\.ts$|src\/jobs\/queue\.ts$|db\/|drizzle-orm|zod$|@elastic\/elasticsearch$|node:)/,
  },
  {
    files: /^src\/mail\//,
    may: /^(src\/(mail|domain)\/|src\/(env|log|metrics)\.ts$|components\/(mail|notifications)\/|locales\/|db\/|drizzle-orm|hono\/jsx|nodemailer|node:)/,
  },
  {
    files: /^src\/uploads\//,
    may: /^(src\/(uploads|domain)\/|src\/(env|log)\.ts$|db\/|drizzle-orm|p-limit$|bun$|node:)/,
  },
  {
    files: /^src\/archives\//,
    may: /^(src\/(archives|uploads|domain)\/|src\/env\.ts$|locales\/|hono\/html$|zod$|fflate$|node:)/,
  },
  {
    files: /^src\/jobs\//,
    may: /^(src\/(jobs|archives|domain|mail|search|uploads)\/|src\/(env|log|tracing)\.ts$|db\/|drizzle-orm)/,
  },
  {
    files: /^src\/web\//,
    may: /^(src\/(web|domain)\/|src\/(env|log|metrics|tracing)\.ts$|package\.json$|components\/|locales\/|db\/faults\.ts$|hono|@hono\/|zod$|bowser$|prom-client$|rate-limiter-flexible$|node:)/,
  },
  {
    files: /^src\/routes\//,
    may: /^(src\/(routes|web|archives|domain|search|uploads)\/|src\/env\.ts$|components\/|locales\/|hono|zod$|minidenticons$|qrcode$)/,
  },
  { files: /^src\/app\.tsx$/, may: /^(src\/(routes|web)\/|hono)/ },
  { files: /^src\/env\.ts$/, may: /^(zod|node:fs)$/ },
  { files: /^src\/metrics\.ts$/, may: /^(src\/env\.ts|prom-client)$/ },
  { files: /^src\/tracing\.ts$/, may: /^src\/(env|opentelemetry)\.ts$/ },
  {
    files: /^src\/opentelemetry\.ts$/,
    may: /^(src\/(env|log|statement-name)\.ts$|db\/observed\.ts$|package\.json$|@opentelemetry\/|node:)/,
    types: /^src\/tracing\.ts$/,
  },
  { files: /^src\/log\.ts$/, may: /^(src\/env\.ts|pino)$/ },
  {
    files: /^src\/cli\/worker\.ts$/,
    may: /^src\/((env|lifetime|log|jobs\/worker|routes\/operation|web\/farewell)\.ts$)/,
  },
  {
    files: /^src\/cli\//,
    may: /^(src\/(cli|domain|jobs|search|uploads)\/|src\/(env|lifetime|log)\.ts$|package\.json$|db\/|locales\/|bun:|node:)/,
    types: /^src\/web\/forms\.ts$/,
  },
  { files: /^src\/lifetime\.ts$/, may: /^(src\/(env|log|tracing)\.ts$|db\/)/ },
  {
    files: /^src\/index\.ts$/,
    may: /^(src\/(app\.tsx|env\.ts|lifetime\.ts|log\.ts)$|src\/(jobs\/worker|search\/tell|web\/(farewell|in-one-piece))\.ts$|db\/)/,
  },
  { files: /^locales\//, may: /^(locales\/|typesafe-i18n)/ },
];

describe("imports point one way", () => {
  test.each(sources("src", "components", "db", "locales").map((source) => [source.path, source] as const))(
    "%s",
    (path, source) => {
      const rule = rules.find(({ files }) => files.test(path));
      const wrong = importsOf(source).filter(
        ({ of, typesOnly }) => !rule?.may.test(of) && !(typesOnly && rule?.types?.test(of)),
      );
      expect(wrong).toEqual([]);
    },
  );
});

function importsOf(source: Source): Import[] {
  const imports: Import[] = [];
  for (const { node } of nodesOf(source)) {
    if (ts.isImportDeclaration(node))
      imports.push({ of: target(source, node.moduleSpecifier), typesOnly: isForTypes(node) });
    if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      imports.push({ of: target(source, node.moduleSpecifier), typesOnly: node.isTypeOnly });
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier) imports.push({ of: target(source, specifier), typesOnly: false });
    }
  }
  return imports;
}

function target({ path }: Source, specifier: ts.Expression): string {
  const text = ts.isStringLiteral(specifier) ? specifier.text : specifier.getText();
  return text.startsWith(".") ? normalize(join(path, "..", text)) : text;
}

function isForTypes({ importClause: clause }: ts.ImportDeclaration): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings: names } = clause;
  return !name && !!names && ts.isNamedImports(names) && names.elements.every((each) => each.isTypeOnly);
}
