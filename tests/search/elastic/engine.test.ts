import { afterAll } from "bun:test";
import { contract } from "../contract.ts";
import { emptySite, removeSites, settle, withNode } from "./node.ts";

withNode("Elasticsearch", () => {
  contract("elasticsearch", async () => {
    const engine = await emptySite();
    return { engine, settled: () => settle(engine) };
  });

  afterAll(removeSites);
});
