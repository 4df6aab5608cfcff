import type { ShownKind } from "./kinds.tsx";

export const securityEvent: ShownKind = {
  sentence: ({ securityEvent: event }, _, LL) => (event ? LL.notifications.securityEvent[event]() : ""),
  Below: ({ LL }) => (
    <p class="notification-link">
      <a href="/settings/security">{LL.notifications.toSecurity()}</a>
    </p>
  ),
};
