import type { ShownKind } from "./kinds.tsx";

export const messageRequest: ShownKind = {
  sentence: (_, name, LL) => LL.notifications.messageRequest({ name }),
  Below: ({ LL }) => (
    <p class="notification-link">
      <a href="/messages">{LL.notifications.toRequests()}</a>
    </p>
  ),
};
