import type { Talk } from "./conversations.ts";

/**
 * How far a page shows a conversation: its newest message there (0: none), the latest that it knows was deleted for both
 * (milliseconds of Unix time; 0: none), the viewer's side of it, and how often they have deleted something for themselves.
 * Different from what is: the page is to ask.
 */
export interface TalkMark {
  newest: number;
  revoked: number;
  /** `blocked`: by the viewer. */
  state: NonNullable<Talk["state"]> | "none" | "blocked";
  tidied: number;
}

/** What a page knows that shows `newest` of this conversation. */
export const markOf = ({ revokedAt, state, closed, tidied }: Talk, newest: number): TalkMark => ({
  newest,
  revoked: Number(revokedAt),
  state: closed === "messageBlocked" ? "blocked" : (state ?? "none"),
  tidied: tidied ?? 0,
});

/** As it goes through pages and addresses. */
export const markText = ({ newest, revoked, state, tidied }: TalkMark): string =>
  [newest, revoked, state, tidied].join("-");

/** A page of an earlier version does not say the last. */
const MARK = /^(\d{1,16})-(\d{1,14})-(none|open|request|declined|blocked)(?:-(\d{1,10}))?$/;

/** A mark from outside, or null when it is none. */
export function parseMark(text: string): TalkMark | null {
  const [, newest, revoked, state, tidied] = MARK.exec(text) ?? [];
  const mark = {
    ...{ newest: Number(newest), revoked: Number(revoked) },
    ...{ state: state as TalkMark["state"], tidied: Number(tidied ?? 0) },
  };
  return Number.isSafeInteger(mark.newest) && Number.isSafeInteger(mark.revoked) ? mark : null;
}

/**
 * Whether what a page shows is another conversation by now, to be shown anew: the viewer has deleted all of it for
 * themselves, has blocked the other or does so no more.
 */
export const isAnother = (talk: Talk, { newest, state }: TalkMark): boolean =>
  (newest > 0 && newest <= Number(talk.clearedId)) ||
  (state === "blocked") !== (markOf(talk, newest).state === "blocked");
