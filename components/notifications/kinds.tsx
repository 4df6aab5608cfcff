import type { Child } from "hono/jsx";
import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Kind } from "../../src/domain/notifications/kinds.ts";
import type { Told } from "../../src/domain/notifications/told.ts";
import type { Reader } from "../reader.ts";
import { exportFinished } from "./export-finished.tsx";
import { follow } from "./follow.tsx";
import { mention } from "./mention.tsx";
import { messageRequest } from "./message-request.tsx";
import { securityEvent } from "./security-event.tsx";

/** How a kind of notification reads. */
export interface ShownKind {
  /** All of it in one sentence; `name` stands for the newest of those who did it. */
  sentence(told: Told, name: string, LL: TranslationFunctions): string;
  /** What belongs below the sentence. */
  Below?(props: Reader & { told: Told }): Child;
}

/** One for every kind there is; see `src/domain/notifications/kinds.ts`. */
export const shownKinds: Record<Kind, ShownKind> = {
  follow,
  mention,
  messageRequest,
  securityEvent,
  exportFinished,
};
