import { mysqlEngine } from "../../src/search/mysql/engine.ts";
import { contract } from "./contract.ts";

contract("mysql", async () => ({ engine: mysqlEngine }));
