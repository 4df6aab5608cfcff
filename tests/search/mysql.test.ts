import { mysqlEngine } from "../../src/search/mysql/engine.ts";
import { contract } from "./contract.ts";
import { judged } from "./judged.ts";

contract("mysql", async () => ({ engine: mysqlEngine }));
judged("mysql", async () => ({ engine: mysqlEngine }));
