/* The commands of `bun run admin` as functions; `admin.test.ts` runs them as one types them. */
import { afterAll, describe, expect, test } from "bun:test";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { jobs, posts, securityEvents, users } from "../../db/schema.ts";
import { helpFor, tasksLike } from "../../src/cli/admin/help.ts";
import { OPTIONS, type Options, takenBy } from "../../src/cli/admin/task.ts";
import { TASKS } from "../../src/cli/admin/tasks.ts";
import { Complaint } from "../../src/cli/command.ts";
import { bytes, columns } from "../../src/cli/lines.ts";
import { publish } from "../../src/domain/posts.ts";
import { saveProfile } from "../../src/domain/profile.ts";
import { startSession } from "../../src/domain/sessions.ts";
import { uploadsSize } from "../../src/domain/usage.ts";
import { claim, enqueue, putBack } from "../../src/jobs/queue.ts";
import { people, person, reset } from "../support/people.ts";

const ORIGIN = { address: "", userAgent: "Analytical Engine" };

/** What a command answers, its data as JSON gives it to a program. */
async function admin(name: string, words: string[] = [], options: Options = {}) {
  const task = TASKS.find((each) => takenBy(each).name.join(" ") === name);
  if (!task) throw new Error(`There is no command ${name}.`);
  const { data, text } = await task.run(words, { yes: true, ...options });
  return { data: JSON.parse(JSON.stringify(data)), text };
}

const complaintOf = (answer: Promise<unknown>) =>
  answer.then(
    () => null,
    (error) => (error instanceof Complaint ? error.message : error),
  );

const rowOf = async ({ id }: { id: number }) => (await db.select().from(users).where(eq(users.id, id)))[0];
const names = (data: { users: { username: string }[] }) => data.users.map(({ username }) => username);

describe("help", () => {
  test.each(TASKS.map((task) => [task.usage, task] as const))("%s: its examples are right", (_, task) => {
    const { name, least, most, options } = takenBy(task);
    expect(task.examples.length).toBeGreaterThan(0);
    for (const example of task.examples) {
      const typed = example.match(/"[^"]*"|\S+/g) ?? [];
      expect(typed.slice(0, name.length)).toEqual(name);
      const named = typed.filter((word) => word.startsWith("--")).map((word) => word.slice(2));
      expect(named.filter((option) => ![...options, "json", "yes"].includes(option))).toEqual([]);
      const said = named.filter((option) => OPTIONS[option as keyof typeof OPTIONS].type === "string");
      expect(typed.length - name.length - named.length - said.length).toBeWithin(least, most + 1);
    }
  });

  test("reads from the usage what a command takes", () => {
    const task = { usage: "job retry [ID] [--all-failed]", about: "", examples: [], run: TASKS[0]?.run };
    expect(takenBy(task as never)).toEqual({
      ...{ name: ["job", "retry"], least: 0, most: 1, options: ["all-failed"] },
    });
  });

  test("is about what was typed, as far as it is known", () => {
    const usages = (...words: string[]) => tasksLike(words, TASKS).map(({ usage }) => usage);
    expect(usages("job")).toEqual(["job list [--failed]", "job retry [ID] [--all-failed]", "job drop ID"]);
    expect(usages("job", "drop", "7", "8")).toEqual(["job drop ID"]);
    expect(usages("job", "burn")).toHaveLength(3);
    expect(usages("jo")).toHaveLength(TASKS.length);
    expect(helpFor(tasksLike(["prune"], TASKS), false)).toContain("$ bun run admin prune --dry-run");
  });
});

describe("user list", () => {
  test("finds in user name, name and address, whatever the case, and takes no character for a wildcard", async () => {
    await people();
    expect(names((await admin("user list")).data)).toEqual(["linus", "grace", "ada"]);
    expect(names((await admin("user list", [], { search: "LOVE" })).data)).toEqual(["ada"]);
    expect(names((await admin("user list", [], { search: "Grace@" })).data)).toEqual(["grace"]);
    for (const search of ["%", "_", "\\", "'"])
      expect((await admin("user list", [], { search })).text).toBe("Nobody.");
  });

  test("has pages", async () => {
    await reset();
    for (let n = 1; n <= 21; n++) await person(`p${n}`);
    const first = await admin("user list");
    expect(names(first.data)).toHaveLength(20);
    expect(first.data).toMatchObject({ page: 1, next: 2 });
    expect(first.text).toEndWith("More of them: --page 2");

    const second = await admin("user list", [], { page: "2" });
    expect(names(second.data)).toEqual(["p1"]);
    expect(second.data.next).toBeNull();
    for (const page of ["0", "x", "-1", "1.5"])
      expect(await complaintOf(admin("user list", [], { page }))).toStartWith("--page must be");
  });
});

test("user show tells all but what lets somebody in", async () => {
  const { ada } = await people();
  await saveProfile(ada, { username: "countess", name: "Lady Lovelace", about: "" });
  await startSession(ada.id, { remember: false, ...ORIGIN });

  const { data, text } = await admin("user show", ["ADA"]);

  expect(data).toMatchObject({
    ...{ id: ada.id, username: "countess", formerUsernames: ["ada"], name: "Lady Lovelace" },
    ...{ email: "ada@example.org", admin: false, hidden: false, suspendedAt: null, sessionsCount: 1 },
  });
  expect(JSON.stringify(data) + text).not.toMatch(/argon2|hash/i);
  expect(text).toContain("countess, formerly ada");
  expect((await admin("user show", ["ada@example.org"])).data).toEqual(data);
  expect(await complaintOf(admin("user show", ["nobody"]))).toBe("There is nobody called nobody.");
});

test("user confirm vouches for an address, once", async () => {
  const { ada } = await people();
  await db.update(users).set({ emailConfirmedAt: null }).where(eq(users.id, ada.id));

  expect((await admin("user confirm", ["ada"])).data).toMatchObject({ changed: true });
  expect((await admin("user confirm", ["ada"])).data).toMatchObject({ changed: false });

  expect(await rowOf(ada)).toMatchObject({ emailConfirmedAt: expect.any(Date) });
  expect(await db.select().from(securityEvents)).toMatchObject([
    { userId: ada.id, kind: "emailConfirmed", userAgent: "bun run admin" },
  ]);
});

test("user suspend needs a reason, and unsuspend undoes it", async () => {
  const { ada } = await people();
  for (const reason of [undefined, "", " ", "x".repeat(501)])
    expect(await complaintOf(admin("user suspend", ["ada"], { reason }))).toStartWith("--reason must say");
  expect(await rowOf(ada)).toMatchObject({ suspendedAt: null });

  const { data } = await admin("user suspend", ["ada"], { reason: "Threats" });
  expect(data).toEqual({ id: ada.id, username: "ada", suspended: true, reason: "Threats", changed: true });
  expect((await admin("user show", ["ada"])).text).toMatch(/suspended +\S+ \S+: Threats/);
  expect((await admin("user list")).text).toContain("suspended");

  expect((await admin("user unsuspend", ["ada"])).data).toMatchObject({ changed: true });
  expect((await admin("user unsuspend", ["ada"])).text).toBe("ada is not suspended.");
});

test("user delete hides at once and removes after seven days, or now", async () => {
  const { ada, grace } = await people();
  await publish(ada, { body: "Hello" });
  await publish(grace, { body: "Hello" });

  const { data } = await admin("user delete", ["ada"]);
  const days = (new Date(data.leavesAt).getTime() - Date.now()) / 86_400_000;
  expect(days).toBeWithin(6.99, 7.01);
  expect(await rowOf(ada)).toMatchObject({ hidden: true, username: "ada" });
  expect((await admin("user delete", ["ada"])).data).toEqual(data);

  expect((await admin("user delete", ["ada"], { now: true })).data).toMatchObject({ removed: true });
  expect(await rowOf(ada)).toBeUndefined();
  expect(await db.select({ authorId: posts.authorId }).from(posts)).toEqual([{ authorId: grace.id }]);
  expect(await complaintOf(admin("user show", ["ada"]))).toBe("There is nobody called ada.");
});

test("user make-admin and unmake-admin", async () => {
  const { ada } = await people();
  expect((await admin("user make-admin", ["ada"])).text).toBe("ada is an admin from now on.");
  expect((await admin("user make-admin", ["ada"])).text).toBe("ada is an admin already.");
  expect(await rowOf(ada)).toMatchObject({ admin: true });
  expect((await admin("user unmake-admin", ["ada"])).text).toBe("ada is no admin from now on.");
  expect(await rowOf(ada)).toMatchObject({ admin: false });
});

test("post remove needs a reason and a post", async () => {
  const { ada } = await people();
  const id = `${await publish(ada, { body: "Hello" })}`;
  const reason = "Threats";

  expect(await complaintOf(admin("post remove", [id]))).toStartWith("--reason must say");
  for (const other of ["7", "x", "9007199254740993"])
    expect(await complaintOf(admin("post remove", [other], { reason }))).toBe(`There is no post ${other}.`);
  expect(await db.$count(posts)).toBe(1);

  expect((await admin("post remove", [id], { reason })).data).toEqual({
    ...{ id: Number(id), author: "ada", reason, removed: true },
  });
  expect(await db.$count(posts)).toBe(0);
});

describe("job", () => {
  /** One job that waits, one that runs and one that failed. */
  async function threeJobs() {
    await reset();
    for (const readerId of [1, 2]) await enqueue(db, "wake", { readerId });
    const failing = await claim();
    if (failing) await putBack(failing, "TypeError: broken", { forGood: true });
    const running = await claim();
    await enqueue(db, "wake", { readerId: 3 }, { delay: 60 });
    const { data } = await admin("job list");
    return { data, failed: `${failing?.id}`, running: `${running?.id}`, waiting: `${data.jobs[0].id}` };
  }

  test("list tells what waits, runs and failed", async () => {
    const { data, failed } = await threeJobs();
    expect(data.total).toBe(3);
    expect(data.jobs.map((job: { state: string }) => job.state)).toEqual(["waiting", "running", "failed"]);

    const given = await admin("job list", [], { failed: true });
    expect(given.data).toMatchObject({ total: 1, jobs: [{ id: Number(failed), kind: "wake" }] });
    expect(given.text).toContain("TypeError: broken");
  });

  test("retry has it done now, with all its tries; what runs is left alone", async () => {
    const { failed, running, waiting } = await threeJobs();
    expect(await complaintOf(admin("job retry", [running]))).toContain("runs at this moment");
    expect(await complaintOf(admin("job retry", ["7"]))).toStartWith("There is no job 7");
    expect(await complaintOf(admin("job retry"))).toContain("an ID or --all-failed");
    expect(await complaintOf(admin("job retry", [failed], { "all-failed": true }))).toContain("an ID or");
    expect(await claim()).toBeNull();

    await admin("job retry", [waiting]);
    expect(await claim()).toMatchObject({ id: Number(waiting), attempts: 1 });
    expect((await admin("job retry", [], { "all-failed": true })).data).toEqual({ retried: 1 });
    expect(await claim()).toMatchObject({ id: Number(failed), attempts: 1 });
  });

  test("drop forgets it, but for what runs", async () => {
    const { failed, running, waiting } = await threeJobs();
    for (const id of [failed, waiting]) await admin("job drop", [id]);
    expect(await complaintOf(admin("job drop", [running]))).toContain("runs at this moment");
    expect(await db.select({ id: jobs.id }).from(jobs)).toEqual([{ id: Number(running) }]);
  });
});

test("registration is shown, closed and opened", async () => {
  await reset();
  expect((await admin("registration show")).data).toEqual({ open: true, closedBy: null });
  expect((await admin("registration closed")).data).toEqual({ open: false, closedBy: "setting" });
  expect((await admin("registration show")).text).toBe("Registration is closed.");
  expect((await admin("registration open")).data).toEqual({ open: true, closedBy: null });
});

describe("usage", () => {
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  test("knows the tables there are and what they take", async () => {
    await people();
    await db.execute(sql`analyze table users`);
    const { data, text } = await admin("usage");
    const tables = new Map<string, { rows: number; bytes: number }>(
      data.tables.map((table: { name: string }) => [table.name, table]),
    );
    expect([...tables.keys()]).toEqual(expect.arrayContaining(["users", "home_rows", "jobs", "posts"]));
    expect(tables.get("users")).toMatchObject({ rows: 3 });
    expect(tables.get("users")?.bytes).toBeGreaterThanOrEqual(16_384);
    expect(data.bytes).toBe(
      data.tables.reduce((sum: number, table: { bytes: number }) => sum + table.bytes, 0),
    );
    expect(text).toMatch(/^users +3 /m);
  });

  test("counts the files of the uploads, in folders too, and none where there is no folder", async () => {
    const folder = await mkdtemp(join(tmpdir(), "microblog-uploads-"));
    folders.push(folder);
    expect(await uploadsSize(folder)).toEqual({ files: 0, bytes: 0 });
    expect(await uploadsSize(join(folder, "nothing"))).toEqual({ files: 0, bytes: 0 });

    await mkdir(join(folder, "ab"));
    await Bun.write(join(folder, "ab", "1"), "x".repeat(1000));
    await Bun.write(join(folder, "2"), "x".repeat(24));
    expect(await uploadsSize(folder)).toEqual({ files: 2, bytes: 1024 });
  });

  test("says sizes as people do", () => {
    expect([0, 999, 1000, 474_200_000, 5e15].map(bytes)).toEqual([
      ...["0 bytes", "999 bytes", "1 KB", "474.2 MB", "5,000 TB"],
    ]);
    expect(
      columns([
        ["A", "B"],
        ["long", ""],
        ["", "x"],
      ]),
    ).toBe("A     B\nlong\n      x");
  });
});
