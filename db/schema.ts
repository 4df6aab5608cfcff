export * from "./schema/accounts.ts";
export * from "./schema/notifications.ts";
export * from "./schema/timelines.ts";
export * from "./schema/work.ts";
