import type { ExportView } from "../../src/domain/exports.ts";
import type { Reader } from "../reader.ts";
import { GAP, Sentence } from "../sentence.tsx";
import { Day, When } from "../time.tsx";
import type { Transfers } from "./archives-page.tsx";
import { inWords, UnderWay } from "./under-way.tsx";

const ADDRESS = "/settings/export";

/** One's exports, and the way to another. While an export or an import is under way it looks after both. */
export function ExportPart({ exports, imports, ...reader }: Transfers) {
  const texts = reader.LL.archives;
  const [newest] = exports;
  const exporting = isUnderWay(newest);
  const watch =
    exporting || isUnderWay(imports[0])
      ? { "hx-get": ADDRESS, "hx-trigger": "every 2s", "hx-swap": "outerMorph", "hx-sync": "this:drop" }
      : {};
  return (
    <section id="exports" aria-labelledby="export-title" {...watch}>
      <h2 id="export-title">{texts.exportTitle()}</h2>
      <p>{texts.exportLead()}</p>
      {exports.map((each) => (
        <Export of={each} {...reader} />
      ))}
      {!exporting && (
        <form method="post" action={ADDRESS}>
          <button class={newest?.state === "ready" ? "btn" : "btn btn-primary"} type="submit">
            {newest?.state === "failed" ? texts.again() : texts.ask()}
          </button>
        </form>
      )}
    </section>
  );
}

const isUnderWay = (of?: { state: string }) => of?.state === "waiting" || of?.state === "running";

function Export({ of, LL, locale, now }: Reader & { of: ExportView }) {
  const texts = LL.archives;
  const asked = <When at={of.createdAt} locale={locale} now={now} />;
  if (of.state === "failed") return <p class="transfer">{texts.failed()}</p>;
  if (of.state === "removed" || (of.expiresAt && of.expiresAt <= now))
    return (
      <p class="transfer">
        <Sentence text={texts.removed({ when: GAP })}>{asked}</Sentence>
      </p>
    );
  if (of.state !== "ready") {
    const said = of.state === "waiting" ? texts.waiting() : texts.running(inWords(of, locale));
    return <UnderWay {...of} said={said} LL={LL} />;
  }
  return (
    <p class="transfer">
      <span>
        <Sentence text={texts.ready({ when: GAP })}>{asked}</Sentence>
      </span>
      <a class="btn btn-primary" href={`${ADDRESS}/${of.id}/archive`} download="">
        {texts.download({ size: sizeOf(of.bytes, locale) })}
      </a>
      {of.expiresAt && (
        <span class="quiet">
          <Sentence text={texts.until({ when: GAP })}>
            <Day at={of.expiresAt} locale={locale} />
          </Sentence>
        </span>
      )}
    </p>
  );
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A number of bytes as people say it: "340 kB". */
function sizeOf(bytes: number, locale: string): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(1, bytes)) / 3), UNITS.length - 1);
  const format = {
    style: "unit",
    unit: UNITS[step],
    unitDisplay: "short",
    maximumSignificantDigits: 2,
  } as const;
  return new Intl.NumberFormat(locale, format).format(bytes / 1000 ** step);
}
