import { describe, expect, test } from "bun:test";
import { saveChoices, wishesFor } from "../../src/domain/notifications/choices.ts";
import { unsubscribePath } from "../../src/domain/unsubscribe.ts";
import { as, signedOut } from "../support/client.ts";
import { people } from "../support/people.ts";

/** ada and grace get mails. */
async function scene() {
  const cast = await people();
  for (const person of [cast.ada, cast.grace]) {
    await saveChoices(person, { choices: { site: {}, mail: { follow: true } }, digest: "immediate" });
  }
  return { ...cast, path: await unsubscribePath(cast.ada.id) };
}

const digestOf = async (person: { id: number }) => (await wishesFor(person)).digest;

describe("the link of a mail", () => {
  test("shows a button, which acts, whoever is signed in", async () => {
    const { ada, grace, path } = await scene();
    for (const browser of [signedOut(), as(grace)]) {
      await saveChoices(ada, { choices: { site: {}, mail: { follow: true } }, digest: "weekly" });
      const page = await browser.get(path);
      expect(page.text).toContain("@ada will no longer get mails");
      expect(await digestOf(ada)).toBe("weekly");

      const done = await browser.submit("Send no more mails");
      expect(done.status).toBe(200);
      expect(await digestOf(ada)).toBe("off");
    }
    expect(await digestOf(grace)).toBe("immediate");
    expect((await wishesFor(ada)).choices.mail).toEqual({ follow: true });
  });

  test("acts at once for a mail program that posts there (RFC 8058)", async () => {
    const { ada, path } = await scene();
    const headers = { Origin: null, "Sec-Fetch-Site": null, Accept: "*/*", Referer: null };
    const answer = await signedOut().post(path, { "List-Unsubscribe": "One-Click" }, { headers });
    expect([answer.status, answer.lead]).toEqual([200, null]);
    expect(await digestOf(ada)).toBe("off");
  });

  test("is refused when it is not ours", async () => {
    const { ada, grace, path } = await scene();
    const signature = path.split(".")[1];
    const forged = [
      `/unsubscribe/${grace.id}.${signature}`,
      path.slice(0, -1),
      `${path}x`,
      `/unsubscribe/${ada.id}`,
      `/unsubscribe/${ada.id}.`,
      "/unsubscribe/.",
    ];
    for (const address of forged) {
      expect((await signedOut().get(address)).status).toBe(404);
      expect((await signedOut().post(address, { "List-Unsubscribe": "One-Click" })).status).toBe(404);
    }
    expect([await digestOf(ada), await digestOf(grace)]).toEqual(["immediate", "immediate"]);
  });

  test("does nothing from another site, nor by GET", async () => {
    const { ada, path } = await scene();
    const headers = { "Sec-Fetch-Site": "cross-site" };
    expect((await signedOut().post(path, { "List-Unsubscribe": "One-Click" }, { headers })).status).toBe(403);
    await signedOut().send("HEAD", path);
    expect(await digestOf(ada)).toBe("immediate");
  });
});
