import type { PropsWithChildren } from "hono/jsx";

/**
 * Inside it links and forms do what HTML says, without htmx. For pages that are about one thing and are left when that
 * is done (`/posts/7/edit`): the very components that elsewhere swap in place lead on to the next page here.
 */
export function Plain({ children }: PropsWithChildren) {
  return <div hx-ignore="">{children}</div>;
}
