import type { BaseTranslation } from "../i18n-types.js";
import { accounts } from "./accounts.js";
import { archives } from "./archives.js";
import { errors } from "./errors.js";
import { explore } from "./explore.js";
import { home } from "./home.js";
import { layout } from "./layout.js";
import { leaving } from "./leaving.js";
import { mail } from "./mail.js";
import { messages } from "./messages.js";
import { notices } from "./notices.js";
import { notifications } from "./notifications.js";
import { people } from "./people.js";
import { posts } from "./posts.js";
import { problems } from "./problems.js";
import { search } from "./search.js";
import { security } from "./security.js";
import { settings } from "./settings.js";

const en = {
  accounts,
  archives,
  errors,
  explore,
  home,
  layout,
  mail,
  leaving,
  messages,
  notices,
  notifications,
  people,
  posts,
  problems,
  security,
  search,
  settings,
} satisfies BaseTranslation;

export default en;
