import type { Viewer } from "../src/domain/people.ts";
import { Languages, type LanguagesProps } from "./languages.tsx";

/** How the pages look. Visitors have the languages at the top, where an endless page does not keep them out of reach. */
export function Footer({ viewer, ...languages }: LanguagesProps & { viewer: Viewer | null }) {
  return (
    <footer class="footer">
      {viewer && <Languages {...languages} />}
      <a href="/settings/appearance">{languages.LL.settings.appearance.title()}</a>
    </footer>
  );
}
