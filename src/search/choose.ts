import type { Engine } from "./engine.ts";
import { mysqlEngine } from "./mysql/engine.ts";

/** The engine that answers. */
export const chooseEngine = (): Engine => mysqlEngine;
