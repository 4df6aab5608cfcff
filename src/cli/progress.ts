const WIDTH = 30;

export type Progress = { step: string; done: number; total: number };

/** Shows how far each step has come: as a bar that moves, or line by line where the output is no terminal. */
export function progressBar(output: NodeJS.WriteStream = process.stdout): (progress: Progress) => void {
  const everyMs = output.isTTY ? 100 : 10_000;
  let shown = { step: "", begunAt: 0, at: 0, ended: true };
  return (progress) => {
    const now = performance.now();
    if (progress.step !== shown.step) shown = { step: progress.step, begunAt: now, at: now, ended: false };
    const ended = progress.done >= progress.total;
    if (shown.ended || (!ended && now - shown.at < everyMs)) return;
    const line = describe(progress, (now - shown.begunAt) / 1000);
    output.write(output.isTTY ? `\r${line}\x1b[K${ended ? "\n" : ""}` : `${line}\n`);
    shown = { ...shown, at: now, ended };
  };
}

/** `posts  [#####-----]  45 %  2,250,000 of 5,000,000, 61,200/s, 0:45 left` */
export function describe({ step, done, total }: Progress, seconds: number): string {
  const part = total === 0 ? 1 : done / total;
  const filled = Math.floor(part * WIDTH);
  const bar = "#".repeat(filled) + "-".repeat(WIDTH - filled);
  const count = `${done.toLocaleString("en")} of ${total.toLocaleString("en")}`;
  const perSecond = Math.round(done / Math.max(seconds, 0.001));
  const rate = perSecond > 0 ? `, ${perSecond.toLocaleString("en")}/s` : "";
  const left = part > 0 && part < 1 ? `, ${clock((seconds / part) * (1 - part))} left` : "";
  const time = part < 1 ? left : ` in ${clock(seconds)}`;
  return `${step.padEnd(8)} [${bar}] ${String(Math.floor(part * 100)).padStart(3)} %  ${count}${rate}${time}`;
}

const clock = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
