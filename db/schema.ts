export * from "./schema/accounts.ts";
export * from "./schema/factors.ts";
export * from "./schema/hidings.ts";
export * from "./schema/limits.ts";
export * from "./schema/messages.ts";
export * from "./schema/timelines.ts";
export * from "./schema/uploads.ts";
export * from "./schema/work.ts";
