import { type Context, Hono } from "hono";
import { ArchivesPage, TransfersNow } from "../../components/archives/archives-page.tsx";
import { bring } from "../archives/bring.ts";
import { openArchive } from "../archives/files.ts";
import { askForExport, exportsOf, findArchive } from "../domain/exports.ts";
import { importsOf } from "../domain/imports.ts";
import { confirmed } from "../web/confirmed.tsx";
import { type App, readerOf, type SignedIn, wantsPartial } from "../web/context.ts";
import { flash } from "../web/flash.ts";
import { type Form, fresh, refuse } from "../web/forms.ts";
import { found, goTo, idOf, signedIn } from "../web/guards.ts";
import { limited } from "../web/limits.ts";
import { originOf } from "../web/origin.ts";
import { proved, provedFrom } from "../web/proved.ts";

const PATH = "/settings/export";

export const archives = new Hono<App>()
  .get(PATH, signedIn, (c) => showArchives(c))

  .post(PATH, signedIn, proved, limited("exports"), async (c) => {
    const asked = await askForExport(c.var.viewer, originOf(c));
    flash(c, asked ? "exportAsked" : "exportUnderWay", asked ? "success" : "info");
    return goTo(c, PATH);
  })

  .get(`${PATH}/:id{\\d+}/archive`, signedIn, provedFrom(PATH), async (c) => {
    const archive = found(await findArchive(idOf(c), c.var.viewer));
    const content = found(await openArchive(archive.fileKey));
    const name = `microblog-${c.var.viewer.username}-${archive.createdAt.toISOString().slice(0, 10)}.zip`;
    c.header("Content-Type", "application/zip");
    c.header("Content-Length", String(archive.bytes));
    c.header("Content-Disposition", `attachment; filename="${name}"`);
    c.header("Cache-Control", "private, no-store");
    return c.body(content);
  })

  .post(`${PATH}/import`, signedIn, confirmed, limited("imports"), async (c) => {
    const problem = await bring(c.var.viewer, c.env.received.files.get("archive") ?? new Blob());
    if (problem) {
      c.status(422);
      return showArchives(c, refuse(fresh<"archive">(), { archive: problem }));
    }
    flash(c, "importBegun");
    return goTo(c, PATH);
  });

async function showArchives(c: Context<SignedIn>, form: Form<"archive"> = fresh()) {
  const { viewer, LL } = c.var;
  const [exports, imports] = await Promise.all([exportsOf(viewer), importsOf(viewer)]);
  const transfers = { exports, imports, ...readerOf(c) };
  const content = wantsPartial(c) ? (
    <TransfersNow {...transfers} />
  ) : (
    <ArchivesPage form={form} {...transfers} />
  );
  return c.render(content, { title: LL.archives.title() });
}
