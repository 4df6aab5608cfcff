import { afterAll } from "bun:test";
import { contract } from "../contract.ts";
import { judged } from "../judged.ts";
import { emptySite, removeSites, settle, withNode } from "./node.ts";

withNode("Elasticsearch", () => {
  const make = async () => {
    const engine = await emptySite();
    return { engine, settled: () => settle(engine), forms: true };
  };
  contract("elasticsearch", make);
  judged("elasticsearch", make);

  afterAll(removeSites);
});
