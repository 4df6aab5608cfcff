import { afterAll } from "bun:test";
import { contract } from "../contract.ts";
import { newSite, removeSites, settle, withNode } from "./node.ts";

withNode("Elasticsearch", () => {
  contract("elasticsearch", async () => {
    const engine = await newSite();
    return { engine, settled: () => settle(engine) };
  });

  afterAll(removeSites);
});
