import { profilePath } from "../people/person.tsx";
import type { ShownKind } from "./kinds.tsx";

export const follow: ShownKind = {
  sentence: ({ count }, name, LL) =>
    count > 1 ? LL.notifications.followMany({ name, count: count - 1 }) : LL.notifications.follow({ name }),
  Below: ({ told, viewer, LL }) =>
    viewer && told.count > 1 ? (
      <p class="notification-link">
        <a href={`${profilePath(viewer)}/followers`}>{LL.notifications.toFollowers()}</a>
      </p>
    ) : null,
};
