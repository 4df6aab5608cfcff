import { beforeEach, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import { authenticate } from "../../src/domain/accounts.ts";
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
  expect(unknown).toMatchObject({ code: 1, complaint: expect.stringContaining("Usage: bun run admin") });

  expect(await db.$count(users)).toBe(3);
});

test("explains itself without a database", async () => {
  const nowhere = { DATABASE_URL: "mysql://root@localhost/x?socketPath=/nowhere/socket" };
  const { code, said } = await admin(["--help"], { env: nowhere });
  expect(code).toBe(0);
  expect(said).toContain("Usage: bun run admin");
});
