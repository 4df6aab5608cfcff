import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Glob } from "bun";
import ts from "typescript";

export const ROOT = join(import.meta.dirname, "../..");

export interface Source {
  /** From the root of the project. */
  path: string;
  text: string;
}

/** The TypeScript of these folders. */
export const sources = (...folders: string[]): Source[] => files(`{${folders.join(",")}}/**/*.{ts,tsx}`);

export function files(pattern: string): Source[] {
  const paths = [...new Glob(pattern).scanSync({ cwd: ROOT })].sort();
  return paths.map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
}

/** Every node of the syntax tree of a source, with the line it is on. */
export function* nodesOf({ path, text }: Source): Generator<{ node: ts.Node; line: number }> {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const nodes: ts.Node[] = [file];
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    yield { node, line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1 };
    node.forEachChild((child) => void nodes.push(child));
  }
}
