export * from "./schema/accounts.ts";
export * from "./schema/changes.ts";
export * from "./schema/search.ts";
export * from "./schema/timelines.ts";
export * from "./schema/work.ts";
