import { describe, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import { publish } from "../../src/domain/posts.ts";
import { as, signedOut } from "../support/client.ts";
import { PASSWORD, people } from "../support/people.ts";

const DELETE = "Delete my account";
const leavers = async () => (await db.select().from(users)).filter((user) => user.leavesAt !== null);

describe("deleting the account", () => {
  test("signs out, and signing in within the week undoes it", async () => {
    const { ada } = await people();
    await publish(ada, { body: "Hello" });
    const browser = as(ada);
    await browser.get("/settings/account/delete");

    await browser.submit(DELETE, { username: "ada", password: PASSWORD });

    const home = await browser.follow();
    expect(home.notice).toStartWith("Your account will be deleted in seven days.");
    expect(home.offers("Register")).toBe(true);

    await browser.get("/login");
    await browser.submit("Sign in", { username: "ada", password: PASSWORD });
    expect((await browser.follow()).notice).toBe("Welcome back! Your account stays.");
    expect(await leavers()).toEqual([]);
  });

  test.each([
    ["another's name", { username: "grace", password: PASSWORD }, "username", "This is not your user name."],
    ["a wrong password", { username: "ada", password: "guess" }, "password", "This is not your password."],
    ["nothing", { username: "", password: "" }, "username", "Please fill this in."],
  ])("is refused with %s", async (_, fields, field, problem) => {
    const { ada } = await people();
    const browser = as(ada);
    await browser.get("/settings/account/delete");

    const answer = await browser.submit(DELETE, fields);

    expect(answer.status).toBe(422);
    expect(answer.problem(field)).toBe(problem);
    expect(answer.text).not.toContain("guess");
    expect(await leavers()).toEqual([]);
  });

  test("is nobody else's to ask for", async () => {
    await people();
    const answer = await signedOut().post("/settings/account/delete", {
      username: "ada",
      password: PASSWORD,
    });
    expect(answer.lead).toStartWith("/login");
    expect(await leavers()).toEqual([]);
  });
});
