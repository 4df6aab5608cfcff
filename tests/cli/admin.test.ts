import { beforeEach, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { posts, users } from "../../db/schema.ts";
import { authenticate } from "../../src/domain/accounts.ts";
import { hasAuthenticator, takeAuthenticatorCode } from "../../src/domain/authenticators.ts";
import { isThrowAway } from "../../src/domain/mail-domains.ts";
import { publish } from "../../src/domain/posts.ts";
import { noteSecurityEvent } from "../../src/domain/security-events.ts";
import { findSession, startSession } from "../../src/domain/sessions.ts";
import { env } from "../../src/env.ts";
import { claim, enqueue, putBack } from "../../src/jobs/queue.ts";
import { codeOf, hasApp } from "../support/authenticator.ts";
import { signedOut } from "../support/client.ts";
import { people, reset } from "../support/people.ts";

beforeEach(reset);

/** Runs `bun run admin` on the tests' database; `typed` is what it reads. */
async function admin(args: string[], { typed = "", env = {} }: { typed?: string; env?: object } = {}) {
  const child = Bun.spawn([process.execPath, "src/cli/admin.ts", ...args], {
    env: { ...process.env, ...env },
    stdin: Buffer.from(typed),
    stdout: "pipe",
    stderr: "pipe",
  });
  const [said, complaint, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { said, complaint, code };
}

const isAdmin = async (username: string) =>
  (await db.select({ admin: users.admin }).from(users).where(eq(users.username, username)))[0]?.admin;

test("makes the first person of a closed place, an admin, with a password of their own", async () => {
  const { said, code } = await admin(["user", "create", "root", "--admin"], {
    typed: "correct horse battery\n",
    env: { REGISTRATION: "closed" },
  });

  expect(code).toBe(0);
  expect(said).toBe("root can sign in.\n");
  expect(await isAdmin("root")).toBe(true);
  expect(await authenticate("root", "correct horse battery")).not.toBeNull();
});

test("makes a password where none is given, and somebody who is no admin", async () => {
  const { said } = await admin(["user", "create", "edsger", "--email", "edsger@example.org"]);

  const password = /password (\S+)\.$/m.exec(said)?.[1] ?? "";
  expect(await authenticate("edsger@example.org", password)).not.toBeNull();
  expect(await isAdmin("edsger")).toBe(false);
});

test("says in a sentence what cannot be, and makes nobody", async () => {
  await people();
  const taken = await admin(["user", "create", "Ada"]);
  expect(taken).toMatchObject({ code: 1, complaint: "This user name is taken.\n" });

  const invalid = await admin(["user", "create", "a b"]);
  expect(invalid).toMatchObject({ code: 1, complaint: expect.stringContaining("1 to 30 letters") });

  const short = await admin(["user", "create", "edsger"], { typed: "short\n" });
  expect(short).toMatchObject({ code: 1, complaint: expect.stringContaining("8 characters") });

  const unknown = await admin(["user", "destroy", "ada"]);
  expect(unknown).toMatchObject({
    code: 1,
    complaint: expect.stringContaining("no whole command: user destroy ada"),
  });

  expect(await db.$count(users)).toBe(3);
});

test("makes a link to a new password, and knows nobody who is not there", async () => {
  const { ada } = await people();
  const { said, code } = await admin(["reset-link", "ADA"], { env: { ORIGIN: "https://lake.example" } });

  expect(code).toBe(0);
  expect(said).toContain("It works once, for 10 minutes.");
  const link = /^https:\/\/lake\.example(\/password-reset\/\S+)$/m.exec(said)?.[1] ?? "";
  const passwords = { password: "ladies of the lake", passwordConfirm: "ladies of the lake" };
  expect((await signedOut().post(link, passwords)).lead).toBe("/login");
  expect(await authenticate("ada", "ladies of the lake")).toBe(ada.id);

  const byAddress = await admin(["reset-link", "ada@example.org", "--json"]);
  expect(JSON.parse(byAddress.said)).toMatchObject({ username: "ada", minutes: 10 });
  expect(await admin(["reset-link", "nobody"])).toMatchObject({
    code: 1,
    complaint: "There is nobody called nobody.\n",
  });
});

test("lists the mail that was refused: when, to whom, why", async () => {
  const { ada } = await people();
  expect(await admin(["mail", "failed"])).toMatchObject({
    code: 0,
    said: expect.stringContaining("Every mail was sent"),
  });

  const mail = { message: "security", userId: ada.id, data: { event: "passwordChanged" } } as const;
  await enqueue(db, "mail", mail);
  const job = await claim();
  if (job) await putBack(job, "EENVELOPE 550 no such mailbox", { forGood: true });
  const { said } = await admin(["mail", "failed"]);
  expect(said).toMatch(/^\d{4}-\d\d-\d\dT\S+ {2}security to ada: EENVELOPE 550 no such mailbox\n$/);
});

test("says whose addresses nobody may register with", async () => {
  await admin(["mail-domains", "refuse", "Example.org"]);
  const { said } = await admin(["mail-domains", "off"]);
  expect(said).toBe(
    "The kept list of throw-away mail is off.\nAllowed besides: none.\nRefused besides: example.org.\n",
  );
  expect(await isThrowAway("mary@example.org")).toBe(true);

  expect((await admin(["mail-domains", "allow", "a b"])).complaint).toBe(
    "a b is no domain, such as example.org.\n",
  );
  expect((await admin(["mail-domains", "burn"])).complaint).toContain("mail-domains refuse DOMAIN");
});

describe("what destroys something", () => {
  const isThere = async () => (await db.$count(posts)) === 1;

  /** Types an answer at the terminal at which the command asks. */
  async function atTerminal(args: string[], answer: string) {
    let shown = "";
    const child = Bun.spawn([process.execPath, "src/cli/admin.ts", ...args], {
      env: process.env,
      terminal: {
        cols: 200,
        rows: 50,
        data(terminal, part) {
          const said = new TextDecoder().decode(part);
          shown += said;
          if (said.includes("[y/N]")) terminal.write(answer);
        },
      },
    });
    const code = await child.exited;
    child.terminal?.close();
    return { code, shown };
  }

  async function removal() {
    const { ada } = await people();
    const id = await publish(ada, { body: "Hello" });
    return ["post", "remove", `${id}`, "--reason", "Threats"];
  }

  test("asks at the terminal, and does nothing unless the answer is yes", async () => {
    const args = await removal();
    for (const answer of ["n\r", "\r", "yess\r", "\x04"]) {
      const { code, shown } = await atTerminal(args, answer);
      expect(code).toBe(1);
      expect(shown).toContain("Remove for good what ada wrote: “Hello”? [y/N]");
      expect(shown).toContain("Nothing was done.");
      expect(await isThere()).toBe(true);
    }
    expect(await atTerminal(args, "y\r")).toMatchObject({ code: 0 });
    expect(await isThere()).toBe(false);
  });

  test("refuses without a terminal, unless --yes was said", async () => {
    const args = await removal();
    const refused = await admin(args);
    expect(refused).toMatchObject({
      code: 1,
      said: "",
      complaint: expect.stringContaining("--yes says yes"),
    });
    expect(await isThere()).toBe(true);

    const { said } = await admin([...args, "--yes", "--json"]);
    expect(JSON.parse(said)).toMatchObject({ author: "ada", removed: true });
    expect(await isThere()).toBe(false);
  });

  test("does not take a mistyped option for none", async () => {
    for (const args of [
      ["prune", "--dryrun", "--yes"],
      ["prune", "--now", "--yes"],
      ["user", "list", "--search"],
    ])
      expect(await admin(args)).toMatchObject({
        code: 1,
        said: "",
        complaint: expect.stringContaining("--"),
      });
  });
});

test("prints nothing that a terminal would obey", async () => {
  const { ada } = await people();
  await db.update(users).set({ name: "Ada\x1b[2J" }).where(eq(users.id, ada.id));
  const { said } = await admin(["user", "show", "ada"]);
  expect(said).toContain("Ada[2J");
  expect(said).not.toContain("\x1b");
});

test("explains itself without a database", async () => {
  const nowhere = { DATABASE_URL: "mysql://root@localhost/x?socketPath=/nowhere/socket" };
  for (const args of [[], ["--help"]]) {
    const { code, said } = await admin(args, { env: nowhere });
    expect(code).toBe(0);
    expect(said).toStartWith("Usage: bun run admin COMMAND");
    expect(said).toContain("migrate status");
  }
  const { said } = await admin(["user", "--help"], { env: nowhere });
  expect(said).toContain("$ bun run admin user suspend ada --reason");
  expect(said).not.toContain("migrate status");
});

test("tells what happened to an account, in lines or as JSON", async () => {
  const { ada } = await people();
  await noteSecurityEvent(db, ada.id, "signInFailed", { address: "192.0.2.7", userAgent: "Evil\u001b[2J/1" });
  await noteSecurityEvent(db, ada.id, "signedIn", { address: "", userAgent: "" });

  const { said } = await admin(["events", "ada"]);
  expect(said).toMatch(
    /^\S+Z {2}signedIn {2}- {2}-\n\S+Z {2}signInFailed {2}192\.0\.2\.0\/24 {2}Evil\[2J\/1\n$/,
  );

  const json = await admin(["events", "ada@example.org", "--json"]);
  expect(JSON.parse(json.said)).toMatchObject([
    { event: "signedIn", place: "", device: "" },
    { event: "signInFailed", place: "192.0.2.0/24" },
  ]);

  expect(await admin(["events", "grace"])).toMatchObject({ code: 0, said: "\n" });
  expect(await admin(["events", "nobody"])).toMatchObject({
    code: 1,
    complaint: "There is nobody called nobody.\n",
  });
});

test("seals secrets with a new key", async () => {
  const { ada } = await people();
  const { secret } = await hasApp(ada); // with the key of the tests' database
  const keys = { SECRET_KEY: "n".repeat(32), SECRET_KEY_OLD: env.SECRET_KEY ?? "" };

  const lost = await admin(["reseal"], { env: { SECRET_KEY: keys.SECRET_KEY } });
  expect(lost).toMatchObject({ code: 1, complaint: expect.stringMatching(/could not be opened: 1\./) });

  expect(await admin(["reseal"], { env: keys })).toMatchObject({
    code: 0,
    said: "Secrets that were sealed anew: 1.\n",
  });
  expect(await takeAuthenticatorCode(ada.id, codeOf(secret))).toBe(false); // this process has the old key only
});

test("ends the sessions of an account, and the second step of someone who lost it", async () => {
  const { ada, grace } = await people();
  const hers = await startSession(ada.id, { remember: true, userAgent: "Browser", address: "" });
  const graces = await startSession(grace.id, { remember: true, userAgent: "Browser", address: "" });
  await hasApp(ada);

  const { said } = await admin(["user", "sign-out", "ada"]);
  expect(said).toBe("Sessions of ada that were ended: 1.\n");
  expect(await findSession(hers)).toBeNull();
  expect(await findSession(graces)).not.toBeNull();

  expect(await admin(["user", "remove-app", "ada@example.org"])).toMatchObject({ code: 0 });
  expect(await hasAuthenticator(ada.id)).toBe(false);
  const { said: told } = await admin(["events", "ada"]);
  expect(told).toMatch(/totpRemoved {2}- {2}bun run admin\n.*otherSessionsEnded/);
});
