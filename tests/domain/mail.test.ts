import { expect, test } from "bun:test";
import { eq, isNull } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { jobs, users } from "../../db/schema.ts";
import { failedMail, removeOldFailedMail } from "../../src/domain/mail.ts";
import { enqueue } from "../../src/jobs/queue.ts";
import { runJobs } from "../support/jobs.ts";
import { people } from "../support/people.ts";
import { PostOffice, postOffice, useMail } from "../support/smtp.ts";

const office = postOffice();

const tell = (userId: number) =>
  enqueue(db, "mail", { message: "security", userId, data: { event: "passwordChanged" } });

const makeDue = () => db.update(jobs).set({ runAt: new Date(Date.now() - 60_000) });

test("has a sender, an envelope and headers that receivers trust", async () => {
  const { ada } = await people();
  await tell(ada.id);
  await runJobs();

  const mail = office.last("ada@example.org");
  expect(mail).toMatchObject({ from: "post@lake.example", to: ["ada@example.org"] });
  expect(Object.fromEntries(mail.headers)).toMatchObject({
    from: "The Lake <post@lake.example>",
    to: "ada@example.org",
    subject: "Your account was changed",
    "auto-submitted": "auto-generated",
    "message-id": expect.stringMatching(/^<mail-\d+@127\.0\.0\.1>$/),
  });
  expect(await db.$count(jobs)).toBe(0);
});

test("says the same in text and in HTML, in the recipient's language", async () => {
  const { ada } = await people();
  await db.update(users).set({ locale: "es" }).where(eq(users.id, ada.id));
  await tell(ada.id);
  await runJobs();

  const { text, html, headers } = office.last("ada@example.org");
  expect(headers.get("subject")).toBe("Tu cuenta ha cambiado");
  for (const version of [text, html]) {
    expect(version).toContain("Hola, ada:");
    expect(version).toContain("Se ha cambiado tu contraseña.");
    expect(version).toContain("http://127.0.0.1:3000/settings/account");
  }
  expect(html).toStartWith('<!doctype html><html lang="es">');
  expect(html).not.toMatch(/style|src=|undefined/);
});

test("to nobody, or somebody without an address, is dropped", async () => {
  const { ada } = await people();
  await db.update(users).set({ email: null, emailKey: null }).where(eq(users.id, ada.id));
  await tell(ada.id);
  await tell(7);
  await enqueue(db, "mail", { message: "password-reset", userId: null, data: {} });
  await runJobs();

  expect(office.mails).toEqual([]);
  expect(await db.$count(jobs)).toBe(0);
});

test("that is refused for good is kept at once, with the reason and without the address", async () => {
  const { ada } = await people();
  office.refused.set("ada@example.org", 550);
  await tell(ada.id);
  await runJobs();
  await makeDue();
  office.refused.clear();
  await runJobs();

  expect(office.mails).toEqual([]);
  expect(await failedMail()).toEqual([
    { failedAt: expect.any(Date), message: "security", username: "ada", reason: expect.any(String) },
  ]);
  const [{ reason } = {}] = await failedMail();
  expect(reason).toMatch(/^NotSent: EENVELOPE 550 /);
  expect(reason).not.toContain("ada");
});

test("that failed is forgotten after a month", async () => {
  const { ada } = await people();
  for (const days of [29, 31]) {
    await tell(ada.id);
    const failedAt = new Date(Date.now() - days * 24 * 3600_000);
    await db.update(jobs).set({ failedAt }).where(isNull(jobs.failedAt));
  }
  await removeOldFailedMail();
  expect(await failedMail()).toHaveLength(1);
});

test.each([
  ["ada@example.org\r\nBcc: mallory@example.org", "Ada"],
  ["ada@example.org, mallory@example.org", "Ada"],
  ["ada@example.org", "Ada\r\nBcc: mallory@example.org"],
])("goes to nobody else, even were an address or a name so in the table: %p, %p", async (email, name) => {
  const { ada } = await people();
  await db.update(users).set({ email, name }).where(eq(users.id, ada.id));
  await tell(ada.id);
  await runJobs();

  for (const { to, headers, text } of office.mails) {
    expect(to).toHaveLength(1);
    expect([...headers.keys()]).not.toContain("bcc");
    expect(text).not.toContain("mallory");
  }
  expect(office.to("mallory@example.org")).toEqual([]);
  expect(office.mails.length).toBe(email === "ada@example.org" ? 1 : 0);
});

test("that is refused for now is tried again", async () => {
  const { ada } = await people();
  office.refused.set("ada@example.org", 450);
  await tell(ada.id);
  await runJobs();
  expect(await db.$count(jobs)).toBe(1);
  expect(await failedMail()).toEqual([]);

  office.refused.clear();
  await makeDue();
  await runJobs();
  expect(office.to("ada@example.org")).toHaveLength(1);
});

test("waits for a server that is away", async () => {
  const { ada } = await people();
  await office.close();
  await tell(ada.id);
  await runJobs();
  const [job] = await db.select().from(jobs);
  expect(job).toMatchObject({ attempts: 1, failedAt: null });
  expect(job?.lastError).toStartWith("E");

  await office.open();
  while (office.mails.length === 0) {
    await makeDue();
    await runJobs();
  }
  expect(office.to("ada@example.org")).toHaveLength(1);
});

test("that the server hangs up on uses up its tries, and holds up no other", async () => {
  const { ada, grace } = await people();
  office.refused.set("ada@example.org", 421);
  await tell(ada.id);
  await tell(grace.id);
  await runJobs();

  const [job] = await db.select().from(jobs);
  expect(job).toMatchObject({ attempts: 1, payload: { userId: ada.id } });
  expect(job?.lastError).toStartWith("NotSent: ");
  expect(office.to("grace@example.org")).toHaveLength(1);
});

test("keeps its id from try to try", async () => {
  const { ada } = await people();
  await tell(ada.id);
  const [job] = await db.select().from(jobs);
  await runJobs();
  await db.insert(jobs).values(job as typeof jobs.$inferInsert); // as if nobody had heard that it was sent
  await runJobs();
  const [first, second] = office.to("ada@example.org").map(({ headers }) => headers.get("message-id"));
  expect(first).toBe(`<mail-${job?.id}@127.0.0.1>`);
  expect(second).toBe(first);
});

test("goes by STARTTLS to a server that wants a name and a password", async () => {
  const { ada } = await people();
  const strict = await new PostOffice({
    authOptional: false,
    onAuth: ({ username, password }, _, done) =>
      password === "p@ss" ? done(null, { user: username }) : done(new Error("No.")),
  }).open();
  try {
    useMail(strict.url("post:wrong@"));
    await tell(ada.id);
    await runJobs();
    expect(await failedMail()).toEqual([]); // the password may be mended

    useMail(strict.url("post:p%40ss@"));
    await makeDue();
    await runJobs();
    expect(strict.last("ada@example.org")).toMatchObject({ user: "post", secure: true });
  } finally {
    useMail(office.url());
    await strict.close();
  }
});

test("holds no secret while it waits", async () => {
  const { ada } = await people();
  await enqueue(db, "mail", { message: "password-reset", userId: ada.id, data: {} });
  const [job] = await db.select().from(jobs);
  expect(job?.payload).toEqual({ message: "password-reset", userId: ada.id, data: {} });
});
