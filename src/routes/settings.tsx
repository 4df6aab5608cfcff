import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import { AppearanceForm } from "../../components/settings/appearance-form.tsx";
import { ProfileForm } from "../../components/settings/profile-form.tsx";
import { isLocale } from "../../locales/i18n-util.js";
import { showAs } from "../domain/pictures.ts";
import { findOwnProfile, ProfileInput, saveAppearance, saveProfile } from "../domain/profile.ts";
import { env } from "../env.ts";
import { setAvatar } from "../uploads/avatars.ts";
import type { PictureProblem } from "../uploads/pictures.ts";
import type { App, SignedIn } from "../web/context.ts";
import { flash } from "../web/flash.ts";
import { type Form, fresh, parseForm, refuse, submittedField } from "../web/forms.ts";
import { goTo, localPath, signedIn } from "../web/guards.ts";
import { limited } from "../web/limits.ts";
import { isTheme, LOCALE_COOKIE, THEME_COOKIE } from "../web/locale.ts";

/** Each of the two may come alone: the footer changes the language only. An empty `locale`: as the browser says. */
const Appearance = z.object({
  locale: z
    .string()
    .refine((locale) => locale === "" || isLocale(locale), "localeUnknown")
    .optional(),
  theme: z.string().refine(isTheme, "themeUnknown").optional(),
});

export const settings = new Hono<App>()
  .get("/settings", (c) => c.redirect("/settings/profile", 303))

  .get("/settings/profile", signedIn, async (c) => {
    return showProfile(c, fresh(await findOwnProfile(c.var.viewer)));
  })

  .post("/settings/profile", signedIn, async (c) => {
    const submitted = parseForm(c, ProfileInput);
    if (!submitted.ok) return showProfile(c, submitted.form, 422);
    const problem = await saveProfile(c.var.viewer, submitted.data);
    if (problem) return showProfile(c, refuse(submitted.form, { username: problem }), 422);
    flash(c, "profileSaved");
    return goTo(c, "/settings/profile");
  })

  .post("/settings/profile/picture", signedIn, limited("uploads"), async (c) => {
    const problem = await setAvatar(c.var.viewer, c.env.received.files.get("picture") ?? new Blob());
    if (problem) return showPictureRefused(c, problem);
    flash(c, "pictureSaved");
    return goTo(c, "/settings/profile");
  })

  .delete("/settings/profile/picture", signedIn, async (c) => {
    await showAs(c.var.viewer, null);
    flash(c, "pictureRemoved");
    return goTo(c, "/settings/profile");
  })

  // For those who are not signed in too: their choice is kept by the browser.
  .get("/settings/appearance", (c) => showAppearance(c, fresh(presentAppearance(c))))

  .post("/settings/appearance", async (c) => {
    const submitted = parseForm(c, Appearance);
    if (!submitted.ok) return showAppearance(c, submitted.form, 422);
    const { viewer } = c.var;
    const { locale, theme } = { ...presentAppearance(c), ...submitted.data };
    keepInCookie(c, LOCALE_COOKIE, locale);
    keepInCookie(c, THEME_COOKIE, theme);
    if (viewer) await saveAppearance(viewer, { locale: locale || null, theme });
    flash(c, "appearanceSaved");
    return goTo(c, localPath(submittedField(c, "next") ?? "/settings/appearance"));
  });

function showProfile(
  c: Context<SignedIn>,
  form: Form<"username" | "name" | "about">,
  status: 200 | 422 = 200,
  picture: Form<"picture"> = fresh(),
) {
  const { viewer, LL } = c.var;
  c.status(status);
  return c.render(<ProfileForm {...{ form, picture, viewer, LL }} />, { title: LL.settings.profile.title() });
}

async function showPictureRefused(c: Context<SignedIn>, problem: PictureProblem) {
  const picture = refuse<"picture">(fresh(), { picture: problem });
  return showProfile(c, fresh(await findOwnProfile(c.var.viewer)), 422, picture);
}

function showAppearance(c: Context<App>, form: Form<"locale" | "theme">, status: 200 | 422 = 200) {
  const { viewer, LL } = c.var;
  c.status(status);
  return c.render(<AppearanceForm {...{ form, viewer, LL }} />, { title: LL.settings.appearance.title() });
}

function presentAppearance(c: Context<App>): { locale: string; theme: string } {
  const { viewer, theme } = c.var;
  return { locale: (viewer ? viewer.locale : getCookie(c, LOCALE_COOKIE)) ?? "", theme };
}

const YEAR_SECONDS = 365 * 24 * 3600;

function keepInCookie(c: Context<App>, name: string, value: string) {
  const maxAge = value === "" ? 0 : YEAR_SECONDS;
  setCookie(c, name, value, { path: "/", httpOnly: true, secure: env.secure, sameSite: "Lax", maxAge });
}
