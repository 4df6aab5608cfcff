import type { ExportView } from "../../src/domain/exports.ts";
import type { ImportView } from "../../src/domain/imports.ts";
import type { Form } from "../../src/web/forms.ts";
import { control, controlClass, Frame } from "../labelled.tsx";
import type { Reader } from "../reader.ts";
import { SettingsPage } from "../settings/settings-page.tsx";
import { ExportPart } from "./export.tsx";
import { ImportList } from "./import.tsx";

/** What the viewer has taken and brought, and what of it is under way. */
export interface Transfers extends Reader {
  exports: ExportView[];
  imports: ImportView[];
}

/** Where one takes one's data from, and brings it to. */
export function ArchivesPage({ form, ...transfers }: Transfers & { form: Form<"archive"> }) {
  const { viewer, LL } = transfers;
  const texts = LL.archives;
  const field = { form, LL, name: "archive", label: texts.file(), hint: texts.fileHint() } as const;
  return (
    <SettingsPage current="export" viewer={viewer} LL={LL}>
      <ExportPart {...transfers} />
      <section aria-labelledby="import-title">
        <h2 id="import-title">{texts.importTitle()}</h2>
        <p>{texts.importLead()}</p>
        <ImportList {...transfers} />
        <form method="post" action="/settings/export/import" enctype="multipart/form-data">
          <Frame {...field}>
            <input
              {...control(field)}
              class={controlClass(field)}
              type="file"
              accept=".zip,application/zip"
            />
          </Frame>
          <button class="btn" type="submit">
            {texts.bring()}
          </button>
        </form>
      </section>
    </SettingsPage>
  );
}

/** What htmx fetches while something is under way: all of the page that changes by itself. */
export function TransfersNow(transfers: Transfers) {
  return (
    <>
      <ExportPart {...transfers} />
      <hx-partial hx-target="#imports" hx-swap="outerMorph">
        <ImportList {...transfers} />
      </hx-partial>
    </>
  );
}
