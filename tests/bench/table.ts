import type { Publishing } from "./publishing.ts";

/** What was measured of one page in one world. */
export interface Row {
  world: string;
  page: string;
  /** Requests per second of the app, of the bare server, and of the app at another commit. */
  app: number;
  bare: number;
  against?: number;
  /** Of the app to the bare server, and to the other commit: the median of the rounds. */
  ratio: number;
  gain?: number;
  /** Milliseconds at half load. */
  p50: number;
  p99: number;
  queries: number;
  /** Megabytes that the app holds after this page. */
  memory: number;
  bytes: number;
}

export interface Report {
  commit: string;
  against?: string;
  database: string[];
  cores: number;
  /** Requests per second that the load generator makes where there is nothing to do: no figure can be above it. */
  ceiling: number;
  rows: Row[];
  publishing: (Publishing & { world: string })[];
}

const HEADINGS = ["", "app/s", "bare/s", "ratio", "p50 ms", "p99 ms", "queries", "MB", "KB"];

/** The report as one reads it. */
export function asText(report: Report): string {
  const worlds = [...new Set(report.rows.map(({ world }) => world))];
  const headings = report.against ? [...HEADINGS, `${report.against}/s`, "now/then"] : HEADINGS;
  const lines = worlds.flatMap((world) => [
    [`${world}:`],
    ...report.rows.filter((row) => row.world === world).map(cells),
  ]);
  return [
    `commit ${report.commit} · ${report.database.join(", ")} · ${report.cores} cores`,
    "",
    ...aligned([headings, ...lines]),
    "",
    ...report.publishing.map(sentence),
    "",
    "app/s, bare/s: pages a second when asked without a pause, by the app and by a bare server that runs the same SQL",
    "and sends as many bytes; ratio: of the two. p50, p99: how long half, and 99 of 100, of the answers take at most at",
    "half that load. queries: statements a page. MB: memory of the app after that page. KB: size of the page.",
    `The load generator itself reaches ${Math.round(report.ceiling)} a second. More in docs/performance.md.`,
  ].join("\n");
}

function cells(row: Row): string[] {
  const { page, app, bare, ratio, p50, p99, queries, memory, bytes, against, gain } = row;
  const shown = [
    ...[`  ${page}`, app.toFixed(0), bare.toFixed(0), ratio.toFixed(2), p50.toFixed(1), p99.toFixed(1)],
    ...[queries.toFixed(0), memory.toFixed(0), (bytes / 1024).toFixed(1)],
  ];
  return against && gain ? [...shown, against.toFixed(0), gain.toFixed(2)] : shown;
}

const sentence = ({ world, followers, answered, longest, everywhere }: Report["publishing"][number]) =>
  `Publishing to ${followers.toLocaleString("en")} followers (${world}): answered in ${answered.toFixed(0)} ms, ` +
  `at most ${longest.toFixed(0)} ms; the last follower has it after ${everywhere.toFixed(0)} ms.`;

/** Columns: the first to the left, figures to the right. */
export function aligned(rows: string[][]): string[] {
  const [first = []] = rows;
  const widths = first.map((_, column) =>
    Math.max(...rows.filter(isFull).map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width + 2);
      })
      .join(""),
  );
}

const isFull = (row: string[]) => row.length > 1;
