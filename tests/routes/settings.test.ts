import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import { findProfile } from "../../src/domain/people.ts";
import { as, signedOut } from "../support/client.ts";
import { people } from "../support/people.ts";

const SPANISH = { "Accept-Language": "es" };

const rowOf = async (person: { id: number }) =>
  (await db.select().from(users).where(eq(users.id, person.id)))[0];

describe("the profile", () => {
  test("begins with what is there, and is saved", async () => {
    const { ada } = await people();
    const browser = as(ada);
    const form = await browser.get("/settings/profile");
    expect([form.value("name"), form.value("username"), form.value("about")]).toEqual([
      "Ada Lovelace",
      "ada",
      "",
    ]);

    const answer = await browser.submit("Save", { name: "Ada  King", about: "\nAnalyst\n" });

    expect(answer.status).toBe(303);
    const saved = await browser.follow();
    expect(saved.notice).toBe("Your profile is saved.");
    expect([saved.value("name"), saved.value("about")]).toEqual(["Ada King", "Analyst"]);
    expect((await signedOut().get("/@ada")).texts("h1")).toEqual(["Ada King"]);
  });

  test("R16 takes one's own name, in other letters and as a former one too", async () => {
    const { ada } = await people();
    const browser = as(ada);
    for (const username of ["ada", "Ada", "countess", "ada"]) {
      const answer = await browser.post("/settings/profile", { username, name: "", about: "" });
      expect(answer.status).toBe(303);
      expect((await signedOut().get(`/@${username}`)).status).toBe(200);
    }
  });

  test.each([
    ["another's", "grace", "This user name is taken."],
    ["another's in capitals", "GRACE", "This user name is taken."],
    ["a reserved", "admin", "This user name is reserved."],
    ["an impossible", "ada lovelace", "Please use 1 to 30 letters (a–z), digits or _."],
    ["no", "", "Please fill this in."],
  ])("R16 refuses %s name", async (_, username, problem) => {
    const { ada } = await people();
    const browser = as(ada);
    await browser.get("/settings/profile");

    const answer = await browser.submit("Save", { username, about: "Analyst" });

    expect(answer.status).toBe(422);
    expect(answer.problem("username")).toBe(problem);
    expect(answer.value("username")).toBe(username);
    expect(answer.value("about")).toBe("Analyst");
    expect(await rowOf(ada)).toMatchObject({ username: "ada", about: "" });
  });

  test("R16 refuses a name that another gave up", async () => {
    const { ada, grace } = await people();
    await as(grace).post("/settings/profile", { username: "hopper", name: "", about: "" });
    const answer = await as(ada).post("/settings/profile", { username: "grace", name: "", about: "" });
    expect(answer.problem("username")).toBe("This user name is taken.");
  });

  test("R17 has a limit for what is said about oneself, and for the name", async () => {
    const { ada } = await people();
    const browser = as(ada);
    await browser.get("/settings/profile");

    expect((await browser.submit("Save", { about: "é".repeat(500), name: "é".repeat(50) })).status).toBe(303);
    const answer = await browser.submit("Save", { about: "é".repeat(501), name: "é".repeat(51) });

    expect(answer.status).toBe(422);
    expect(answer.problem("about")).toBe("This is too long: 500 characters at most.");
    expect(answer.problem("name")).toBe("This is too long: 50 characters at most.");
    expect(answer.value("about")).toBe("é".repeat(501));
  });

  test("is refused in the reader's language", async () => {
    const { ada } = await people();
    const fields = { username: "grace", name: "", about: "" };
    const answer = await as(ada).post("/settings/profile", fields, { headers: SPANISH });
    expect(answer.problem("username")).toBe("Este nombre de usuario ya está cogido.");
  });
});

describe("R29 the language", () => {
  test.each([
    ["es", "es"],
    ["es-MX", "es"],
    ["ES-mx,en;q=0.5", "es"],
    ["fr-CH, fr;q=0.9, es;q=0.8, en;q=0.7", "es"],
    ["en;q=0.5, es;q=0.9", "es"],
    ["fr, de", "en"],
    ["", "en"],
  ])("follows what the browser says: %p is %s", async (said, locale) => {
    await people();
    const page = await signedOut().get("/", { headers: { "Accept-Language": said } });
    expect(page.document.documentElement.lang).toBe(locale);
    expect(page.headers.get("Content-Language")).toBe(locale);
  });

  test("is chosen in the footer, which comes back to the page, and stays with the browser", async () => {
    await people();
    const browser = signedOut();
    await browser.get("/explore?before=7");

    const answer = await browser.submit("Español");

    expect(answer.lead).toBe("/explore?before=7");
    const page = await browser.follow();
    expect(page.document.documentElement.lang).toBe("es");
    expect(page.texts("h1")).toEqual(["Explorar"]);
    expect(answer.setCookie("locale")).toContain("Max-Age=");
  });

  test("that a person chose goes before the cookie, the cookie before the browser's", async () => {
    const { ada } = await people();
    const browser = as(ada);
    const lang = async () => (await browser.get("/", { headers: SPANISH })).document.documentElement.lang;
    expect(await lang()).toBe("es");

    browser.cookies.set("locale", "en");
    expect(await lang()).toBe("en");

    await db.update(users).set({ locale: "es" }).where(eq(users.id, ada.id));
    expect(await lang()).toBe("es");
  });

  test("goes with the person to another browser, until they leave it to the browser again", async () => {
    const { ada } = await people();
    const [here, there] = [as(ada), as(ada)];
    await here.get("/settings/appearance");

    await here.submit("Save", { locale: "es" });
    expect((await there.get("/")).document.documentElement.lang).toBe("es");

    const form = await there.get("/settings/appearance");
    expect(form.all("[name=locale][checked]").map((radio) => radio.getAttribute("value"))).toEqual(["es"]);
    await there.submit("Guardar", { locale: "" });
    expect((await there.get("/")).document.documentElement.lang).toBe("en");
    expect(there.cookies.has("locale")).toBe(false);
  });

  test("that nobody speaks is refused, also in a cookie", async () => {
    const { ada } = await people();
    const answer = await as(ada).post("/settings/appearance", { locale: "tlh" });
    expect(answer.status).toBe(422);
    expect(answer.texts(".field-error")).toEqual(["We do not speak this language yet."]);
    expect(await rowOf(ada)).toMatchObject({ locale: null });

    const browser = signedOut();
    browser.cookies.set("locale", "tlh");
    expect((await browser.get("/")).document.documentElement.lang).toBe("en");
  });
});

describe("light or dark", () => {
  test.each(["light", "dark"])("%s is kept, for a person and for a browser", async (theme) => {
    const { ada } = await people();
    for (const browser of [as(ada), signedOut()]) {
      await browser.get("/settings/appearance");
      expect((await browser.submit("Save", { theme })).lead).toBe("/settings/appearance");
      const page = await browser.follow();
      expect(page.notice).toBe("Your choice is saved.");
      expect(page.document.documentElement.getAttribute("data-bs-theme")).toBe(theme);
    }
    expect(await rowOf(ada)).toMatchObject({ theme });
  });

  test("changing the language alone leaves it as it is", async () => {
    const { ada } = await people();
    const browser = as(ada);
    await browser.post("/settings/appearance", { theme: "dark" });
    await browser.post("/settings/appearance", { locale: "es" });
    expect(await rowOf(ada)).toMatchObject({ locale: "es", theme: "dark" });
  });

  test("one that there is not is refused", async () => {
    const { ada } = await people();
    const answer = await as(ada).post("/settings/appearance", { theme: "<pink>" });
    expect(answer.status).toBe(422);
    expect(answer.texts(".field-error")).toEqual(["Please choose one of these."]);
    expect(await rowOf(ada)).toMatchObject({ theme: "auto" });
  });
});

test("the settings begin with the profile", async () => {
  const { ada } = await people();
  const browser = as(ada);
  expect((await browser.get("/settings")).lead).toBe("/settings/profile");
});

describe("R18 when someone was last seen", () => {
  const seen = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000);

  test("is noted when they come back after ten minutes", async () => {
    const { ada, grace } = await people();
    await db.update(users).set({ lastSeenAt: seen(11) });

    await as(ada).get("/");

    const now = (await findProfile("ada", null))?.lastSeenAt.getTime() ?? 0;
    expect(Date.now() - now).toBeLessThan(5000);
    expect((await rowOf(grace))?.lastSeenAt.getTime()).toBeLessThan(Date.now() - 600_000);
  });

  test("is not written with every request", async () => {
    const { ada } = await people();
    await db.update(users).set({ lastSeenAt: seen(9) });
    const before = await rowOf(ada);

    await as(ada).get("/");
    await as(ada).get("/explore");

    expect(await rowOf(ada)).toEqual(before);
  });
});
