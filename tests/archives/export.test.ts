import { beforeEach, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { dataExports, jobs, notifications, users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { removeOldArchives } from "../../src/archives/files.ts";
import { exportFile, importFile } from "../../src/archives/format.ts";
import { writeExport } from "../../src/archives/write.ts";
import { block } from "../../src/domain/blocks.ts";
import { clearConversation } from "../../src/domain/conversations.ts";
import { askForExport, exportsOf } from "../../src/domain/exports.ts";
import { follow } from "../../src/domain/follows.ts";
import { mute } from "../../src/domain/hidings.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { edit, findOwnPost, publish } from "../../src/domain/posts.ts";
import { removeBelongings } from "../../src/domain/removal.ts";
import { noteSecurityEvent } from "../../src/domain/security-events.ts";
import { send } from "../../src/domain/sending.ts";
import { setAvatar } from "../../src/uploads/avatars.ts";
import { storage } from "../../src/uploads/storage.ts";
import type { Store } from "../../src/uploads/store.ts";
import { archiveOf, dataIn, exported, filesIn, SOMEWHERE, textIn } from "../support/archives.ts";
import { runJobs } from "../support/jobs.ts";
import { people, person } from "../support/people.ts";
import { png } from "../support/pictures.ts";

const idle = async () => {};

let ada: Viewer;
let grace: Viewer;
let linus: Viewer;
beforeEach(async () => {
  ({ ada, grace, linus } = await people());
  for (const name of await files("exports")) await storage.remove(name);
});

const stateOf = async (viewer: Viewer) => (await exportsOf(viewer))[0]?.state;

/** All files of this kind that the store has. */
async function files(kind: string): Promise<string[]> {
  const names: string[] = [];
  for await (const part of storage.list()) names.push(...part.map(({ name }) => name));
  return names.filter((name) => name.startsWith(`${kind}/`));
}

describe("an archive", () => {
  test("holds everything of its owner's, and nothing of anybody else's", async () => {
    await db
      .update(users)
      .set({ name: "Ada Lovelace", about: "Poetical\nscience", locale: "es" })
      .where(eq(users.id, ada.id));
    const first = await publish(ada, { body: `First, with "quotes" & <tags> 👩‍👩‍👧 ` });
    const second = await publish(ada, { body: "Second" });
    const post = await findOwnPost(second, ada);
    if (post) await edit(ada, post, { body: "Second, edited" });
    await publish(grace, { body: "Not hers" });
    await follow(ada, grace);
    await follow(linus, ada);
    const [mary, john] = [await person("mary"), await person("john")];
    await block(ada, mary);
    await mute(ada, john);
    await block(john, ada);
    await send(ada, grace, { body: "A letter" });
    await send(grace, ada, { body: "Its answer" });
    await send(grace, linus, { body: "Between others" });
    await transact((tx) =>
      noteSecurityEvent(tx, ada.id, "signedIn", { address: "192.0.2.7", userAgent: "Test" }),
    );
    await setAvatar(ada, new Blob([png(200, 200)]));
    await runJobs();

    const archive = await exported(ada);
    expect(Object.keys(await filesIn(archive))).toEqual([
      "README.txt",
      "data.json",
      "index.html",
      "media/avatar.webp",
    ]);
    const data = await dataIn(archive);
    expect(data).toMatchObject({ format: "microblog", version: 1, end: true });
    expect(data.profile).toMatchObject({
      ...{ username: "ada", name: "Ada Lovelace", about: "Poetical\nscience", email: "ada@example.org" },
      ...{ language: "es", appearance: "auto", messagesFrom: "everyone", hasPicture: true },
    });
    expect(data.posts).toMatchObject([
      { id: first, text: `First, with "quotes" & <tags> 👩‍👩‍👧 `, editedAt: null },
      { id: second, text: "Second, edited", editedAt: expect.any(String) },
    ]);
    expect(data).toMatchObject({
      following: ["grace"],
      followers: ["linus"],
      blocks: ["mary"],
      mutes: ["john"],
    });
    expect(data.conversations).toMatchObject([
      {
        ...{ with: "grace", state: "open" },
        messages: [
          { from: "ada", text: "A letter", deletedAt: null },
          { from: "grace", text: "Its answer" },
        ],
      },
    ]);
    expect(data.notifications).toEqual({ site: {}, mail: {}, digest: "weekly" });
    expect(data.securityEvents).toMatchObject([
      { kind: "signedIn", address: "192.0.2.7" },
      { kind: "exportAsked", address: "192.0.2.8" },
    ]);
    const everything = await textIn(archive, "data.json");
    for (const foreign of ["Not hers", "Between others", "passwordHash", "argon2", "tokenHash"])
      expect(everything).not.toContain(foreign);

    const page = await textIn(archive, "index.html");
    expect(page).toStartWith(`<!doctype html>\n<html lang="es">`);
    expect(page).toContain("&quot;quotes&quot; &amp; &lt;tags&gt; 👩‍👩‍👧");
    expect(page.indexOf("First")).toBeLessThan(page.indexOf("Second"));
    expect(page).not.toMatch(/<script|src="(?!data:)|href=/);
    expect(await textIn(archive, "README.txt")).toContain("@ada");
  });

  test("of somebody who has done nothing is whole too", async () => {
    const data = await dataIn(await exported(grace));
    expect(data).toMatchObject({
      posts: [],
      following: [],
      conversations: [],
      securityEvents: [{ kind: "exportAsked" }],
      end: true,
    });
  });

  test("tells of messages what the person still sees", async () => {
    const sent = await send(ada, grace, { body: "Gone for her" });
    if ("id" in sent) await clearConversation(ada, sent.conversationId);
    expect((await dataIn(await exported(ada))).conversations).toEqual([]);
    expect((await dataIn(await exported(grace))).conversations).toMatchObject([
      { with: "ada", messages: [{ text: "Gone for her" }] },
    ]);
  });
});

describe("an export", () => {
  test("is one at a time", async () => {
    const asked = await Promise.all(Array.from({ length: 5 }, () => askForExport(ada, SOMEWHERE)));
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(await askForExport(grace, SOMEWHERE)).toBe(true);
    await runJobs();
    expect(await askForExport(ada, SOMEWHERE)).toBe(true);
  });

  test("tells its owner when it is ready", async () => {
    await exported(ada);
    const told = await db.select().from(notifications);
    const [ready] = await exportsOf(ada);
    expect(told).toMatchObject([{ recipientId: ada.id, kind: "exportFinished", subjectId: ready?.id }]);
    expect(ready).toMatchObject({ state: "ready", bytes: (await archiveOf(ada)).length });
  });

  test("that was interrupted is written anew, and what was begun goes", async () => {
    for (let n = 0; n < 3; n++) await publish(ada, { body: `Note ${n}` });
    await askForExport(ada, SOMEWHERE);
    const [{ id } = { id: 0 }] = await exportsOf(ada);
    const dying: Store = {
      ...storage,
      putParts: async (name, parts) => {
        await storage.putParts(name, parts); // the file is there, and then the process is not
        throw new Error("killed");
      },
    };
    await expect(writeExport(id, idle, dying)).rejects.toThrow("killed");
    expect(await stateOf(ada)).toBe("running");
    expect(await files("exports")).toHaveLength(1);

    await runJobs();
    expect(await stateOf(ada)).toBe("ready");
    expect((await dataIn(await archiveOf(ada))).posts).toHaveLength(3);
    const [row] = await db.select().from(dataExports);
    expect(await files("exports")).toEqual([exportFile(row?.fileKey ?? "")]);
  });

  test("that two workers write at once is the later one's", async () => {
    await publish(ada, { body: "Note" });
    await askForExport(ada, SOMEWHERE);
    const [{ id } = { id: 0 }] = await exportsOf(ada);
    let other: Promise<void> | undefined;
    await writeExport(id, async () => {
      other ??= writeExport(id, idle);
      await other;
    });
    await other;
    expect(await stateOf(ada)).toBe("ready");
    expect(await files("exports")).toHaveLength(1);
    expect((await dataIn(await archiveOf(ada))).posts).toHaveLength(1);
    expect(await db.$count(jobs, eq(jobs.kind, "notify"))).toBe(1);
  });

  test("that cannot be written is given up, and may be asked for again", async () => {
    await askForExport(ada, SOMEWHERE);
    const put = storage.putParts;
    storage.putParts = () => Promise.reject(new Error("disk full"));
    try {
      for (let tries = 0; (await stateOf(ada)) !== "failed"; tries++) {
        expect(tries).toBeLessThan(6);
        await db.update(jobs).set({ runAt: new Date(0) });
        await runJobs();
      }
    } finally {
      storage.putParts = put;
    }
    expect(await db.$count(jobs, eq(jobs.kind, "export"))).toBe(1); // kept, to be looked at
    expect(await askForExport(ada, SOMEWHERE)).toBe(true);
    await runJobs();
    expect(await stateOf(ada)).toBe("ready");
  });

  test("is removed when its days are over", async () => {
    await exported(ada);
    await removeOldArchives(idle);
    expect(await stateOf(ada)).toBe("ready");
    await db.update(dataExports).set({ expiresAt: new Date(Date.now() - 1000) });
    await removeOldArchives(idle);
    expect(await stateOf(ada)).toBe("removed");
    expect(await files("exports")).toEqual([]);
  });

  test("that nobody has heard of for a day has failed", async () => {
    await askForExport(ada, SOMEWHERE);
    await db.update(dataExports).set({ createdAt: new Date(Date.now() - 25 * 3600_000) });
    await removeOldArchives(idle);
    expect(await stateOf(ada)).toBe("failed");
  });

  test("goes with its person, also one that is being written", async () => {
    await exported(ada);
    await askForExport(ada, SOMEWHERE);
    const [{ id } = { id: 0 }] = await exportsOf(ada);
    await writeExport(id, () => transact((tx) => removeBelongings(tx, ada.id)));
    await runJobs();
    expect(await db.select().from(dataExports)).toEqual([]);
    expect(await files("exports")).toEqual([]);
  });
});

test("files that are nobody's go after a day", async () => {
  const orphan = [exportFile("ab".repeat(16)), importFile("cd".repeat(16))];
  for (const name of orphan) await storage.put(name, new Uint8Array([1]));
  const later = {
    ...storage,
    async *list() {
      for await (const part of storage.list())
        yield part.map((file) => ({ ...file, writtenAt: new Date(0) }));
    },
  };
  await removeOldArchives(idle);
  expect(await files("exports")).toEqual(orphan.slice(0, 1));
  await removeOldArchives(idle, later);
  expect([...(await files("exports")), ...(await files("imports"))]).toEqual([]);
});
