import type { BaseTranslation } from "../i18n-types.js";
import { accounts } from "./accounts.js";
import { errors } from "./errors.js";
import { explore } from "./explore.js";
import { home } from "./home.js";
import { layout } from "./layout.js";
import { notices } from "./notices.js";
import { people } from "./people.js";
import { posts } from "./posts.js";
import { problems } from "./problems.js";
import { search } from "./search.js";
import { settings } from "./settings.js";

const en = {
  accounts,
  errors,
  explore,
  home,
  layout,
  notices,
  people,
  posts,
  problems,
  search,
  settings,
} satisfies BaseTranslation;

export default en;
