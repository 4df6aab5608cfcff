import { expect, test } from "bun:test";
import { homePage } from "../../src/domain/home.ts";
import { follow } from "../../src/domain/follows.ts";
import { publish } from "../../src/domain/posts.ts";
import { people } from "../support/people.ts";
import { runJobs } from "../support/jobs.ts";
test("x", async () => {
  const { ada, grace } = await people();
  await follow(grace, ada);
  await publish(ada, { body: "Hello" });
  await runJobs();
  const t = performance.now();
  for (let i = 0; i < 20; i++) await people();
  console.log((performance.now() - t) / 20);
});
