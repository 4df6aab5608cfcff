/** Carries through a form where to go afterwards. */
export function Next({ next }: { next: string | null }) {
  return next ? <input type="hidden" name="next" value={next} /> : null;
}

/** Carries it on to another page. */
export const withNext = (path: string, next: string | null): string =>
  next ? `${path}?next=${encodeURIComponent(next)}` : path;
