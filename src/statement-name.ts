const OPERATION = /^\W*(\w+)/;
const TABLE = /\b(?:from|into|update|join)\s+`(\w+)`/i;
const TEXTS = /'[^']*'/g;

const INNERMOST = /\(([^()]*)\)/g;

/** What stands before parentheses whose content is a part of the statement itself. */
const OPENING = /(\(|\b(from|join|union|all)) ?$/i;
/** As far back as one has to look for that. */
const BEFORE = " union ".length;

/**
 * What a statement does, and to which table: `select posts`. That is the first one that it reads or writes itself, before
 * those of subqueries among its columns and conditions. One that reads from a subquery reads what that one does.
 */
export function nameOf(text: string): string {
  const [, operation = "statement"] = OPERATION.exec(text) ?? [];
  return [operation.toLowerCase(), tableOf(text)].filter(Boolean).join(" ");
}

function tableOf(text: string): string | undefined {
  const first = TABLE.exec(text);
  const plain = !first || !text.slice(0, first.index).includes("(");
  return (plain ? first : TABLE.exec(withoutSubqueries(text)))?.[1];
}

function withoutSubqueries(text: string): string {
  let rest = text.replaceAll(TEXTS, "''").replaceAll(/\s+/g, " ").trim();
  for (let before = ""; rest !== before; ) {
    before = rest;
    rest = before.replaceAll(INNERMOST, (_, content: string, at: number) =>
      at === 0 || OPENING.test(before.slice(Math.max(0, at - BEFORE), at)) ? ` ${content} ` : "",
    );
  }
  return rest;
}
