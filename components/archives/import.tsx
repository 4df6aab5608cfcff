import type { Translation } from "../../locales/i18n-types.js";
import type { ImportView } from "../../src/domain/imports.ts";
import type { Reader } from "../reader.ts";
import { GAP, Sentence } from "../sentence.tsx";
import { When } from "../time.tsx";
import type { Transfers } from "./archives-page.tsx";
import { inWords, UnderWay } from "./under-way.tsx";

/** What was brought, and what became of it. */
export function ImportList({ imports, ...reader }: Omit<Transfers, "exports">) {
  return (
    <div id="imports">
      {imports.map((each) => (
        <Import of={each} {...reader} />
      ))}
    </div>
  );
}

function Import({ of, ...reader }: Reader & { of: ImportView }) {
  const { LL, locale } = reader;
  const texts = LL.archives;
  if (of.state === "waiting" || of.state === "running") {
    const said = of.state === "waiting" ? texts.importWaiting() : texts.importing(inWords(of, locale));
    return <UnderWay {...of} said={said} LL={LL} />;
  }
  return (
    <div class="transfer">
      <span>
        {of.state === "done" ? (
          <Begun of={of} text={texts.imported({ when: GAP })} {...reader} />
        ) : (
          <Begun of={of} text={texts.importNotWorked({ when: GAP })} {...reader} />
        )}
      </span>
      <span>
        {of.problem && `${LL.problems[of.problem as keyof Translation["problems"]]()} `}
        {(of.state === "done" || of.brought > 0) && `${texts.brought({ count: of.brought })} `}
        {of.present > 0 && `${texts.present({ count: of.present })} `}
        {of.refused > 0 && texts.refused({ count: of.refused })}
      </span>
    </div>
  );
}

const Begun = ({ of, text, locale, now }: Reader & { of: ImportView; text: string }) => (
  <Sentence text={text}>
    <When at={of.createdAt} locale={locale} now={now} />
  </Sentence>
);
