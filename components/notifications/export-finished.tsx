import type { ShownKind } from "./kinds.tsx";

export const exportFinished: ShownKind = {
  sentence: (_, __, LL) => LL.notifications.exportFinished(),
  Below: ({ LL }) => (
    <p class="notification-link">
      <a href="/settings/export">{LL.notifications.toExport()}</a>
    </p>
  ),
};
