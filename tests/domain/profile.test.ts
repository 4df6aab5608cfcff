import { expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import { findProfile, type Viewer, viewerColumns } from "../../src/domain/people.ts";
import { findOwnProfile, noteSeen, saveAppearance, saveProfile } from "../../src/domain/profile.ts";
import { people } from "../support/people.ts";

/** The person as their next request sees them. */
async function again(person: Viewer): Promise<Viewer> {
  const [viewer] = await db.select(viewerColumns).from(users).where(eq(users.id, person.id));
  if (viewer === undefined) throw new Error("There is no such person.");
  return viewer;
}

const rename = async (person: Viewer, username: string) =>
  saveProfile(await again(person), { username, name: person.name, about: "" });

test("a profile is kept as it was saved", async () => {
  const { ada } = await people();
  const profile = { username: "ada", name: "Ada King", about: "Poetical science.\nNotes." };

  expect(await saveProfile(ada, profile)).toBeNull();

  expect(await findOwnProfile(ada)).toEqual(profile);
  expect(await findProfile("ada", null)).toMatchObject(profile);
});

test("the longest name and the longest text about oneself are kept", async () => {
  const { ada } = await people();
  const profile = { username: "a".repeat(30), name: "👩‍👩‍👧‍👦".repeat(50), about: "👩‍👩‍👧‍👦".repeat(500) };

  expect(await saveProfile(ada, profile)).toBeNull();

  expect(await findOwnProfile(ada)).toEqual(profile);
});

test("a former name leads on to its person", async () => {
  const { ada } = await people();

  expect(await rename(ada, "countess")).toBeNull();
  expect(await rename(ada, "enchantress")).toBeNull();

  for (const name of ["ada", "countess", "enchantress"]) {
    expect(await findProfile(name, null)).toMatchObject({ id: ada.id, username: "enchantress" });
  }
});

test("a name, also a former one and in whatever case, is never given to another", async () => {
  const { ada, grace } = await people();
  await rename(ada, "countess");

  expect(await rename(grace, "countess")).toBe("usernameTaken");
  expect(await rename(grace, "ada")).toBe("usernameTaken");
  expect(await rename(grace, "ADA")).toBe("usernameTaken");
  expect((await again(grace)).username).toBe("grace");
});

test("one's own former name may be taken back", async () => {
  const { ada } = await people();
  await rename(ada, "countess");

  expect(await rename(ada, "ada")).toBeNull();

  expect(await findProfile("countess", null)).toMatchObject({ username: "ada" });
});

test("one's own name may be written differently", async () => {
  const { ada } = await people();

  expect(await rename(ada, "Ada")).toBeNull();

  expect(await findProfile("ada", null)).toMatchObject({ username: "Ada" });
});

test("a reserved name is refused", async () => {
  const { ada } = await people();

  expect(await rename(ada, "Admin")).toBe("usernameReserved");
  expect((await again(ada)).username).toBe("ada");
});

test("when two want a name at once, one gets it", async () => {
  const { ada, grace } = await people();

  const answers = await Promise.all([rename(ada, "wren"), rename(grace, "wren")]);

  expect(answers.toSorted()).toEqual([null, "usernameTaken"]);
});

test("language and appearance are kept", async () => {
  const { ada } = await people();

  await saveAppearance(ada, { locale: "es", theme: "dark" });

  expect(await again(ada)).toMatchObject({ locale: "es", theme: "dark" });
});

test("when someone was last seen is written once in ten minutes", async () => {
  const { ada } = await people();
  const sawAda = async (minutesAgo: number) => {
    const lastSeenAt = new Date(Date.now() - minutesAgo * 60_000);
    await db.update(users).set({ lastSeenAt }).where(eq(users.id, ada.id));
    return again(ada);
  };

  const lately = await sawAda(9);
  await noteSeen(lately);
  expect((await again(ada)).lastSeenAt).toEqual(lately.lastSeenAt);

  const earlier = await sawAda(11);
  await noteSeen(earlier);
  const noted = (await again(ada)).lastSeenAt;
  expect(Math.abs(noted.getTime() - Date.now())).toBeLessThan(5000);

  await Bun.sleep(5);
  await noteSeen(earlier); // a request that began before the one that wrote
  expect((await again(ada)).lastSeenAt).toEqual(noted);
});
