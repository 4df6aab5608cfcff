import type { Talk } from "./conversations.ts";

/**
 * How far a page shows a conversation: its newest message there (0: none), the latest that it knows was deleted for both
 * (milliseconds of Unix time; 0: none), and the viewer's side of it. Different from what is: the page is to ask.
 */
export interface TalkMark {
  newest: number;
  revoked: number;
  state: NonNullable<Talk["state"]> | "none";
}

/** What a page knows that shows `newest` of this conversation. */
export const markOf = ({ revokedAt, state }: Talk, newest: number): TalkMark => ({
  newest,
  ...{ revoked: Number(revokedAt), state: state ?? "none" },
});

/** As it goes through pages and addresses. */
export const markText = ({ newest, revoked, state }: TalkMark): string => `${newest}-${revoked}-${state}`;

/** A mark from outside, or null when it is none. */
export function parseMark(text: string): TalkMark | null {
  const [, newest, revoked, state] = /^(\d{1,16})-(\d{1,14})-(none|open|request|declined)$/.exec(text) ?? [];
  const mark = { newest: Number(newest), revoked: Number(revoked), state: state as TalkMark["state"] };
  return Number.isSafeInteger(mark.newest) && Number.isSafeInteger(mark.revoked) ? mark : null;
}
