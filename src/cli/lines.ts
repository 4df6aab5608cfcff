/** Rows of a table below each other, each column as wide as its widest cell, each cell on one line. */
export function columns(rows: string[][]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replace(/\s+/g, " ")));
  const widths = cells[0]?.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0))) ?? [];
  const lines = cells.map((row) => row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  "));
  return lines.map((line) => line.trimEnd()).join("\n");
}

/** A moment to the minute, in UTC; `-` for none. */
export const minute = (at: Date | null): string =>
  at === null ? "-" : at.toISOString().slice(0, 16).replace("T", " ");

/** A day, in UTC. */
export const day = (at: Date): string => at.toISOString().slice(0, 10);

const UNITS = ["bytes", "KB", "MB", "GB", "TB"];

/** `474.2 MB` */
export function bytes(count: number): string {
  const power = count < 1 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), UNITS.length - 1);
  const rounded = (count / 1000 ** power).toLocaleString("en", {
    maximumFractionDigits: power === 0 ? 0 : 1,
  });
  return `${rounded} ${UNITS[power]}`;
}
