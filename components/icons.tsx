import { raw } from "hono/html";

const icon = (paths: string) =>
  raw(
    `<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`,
  );

/** Drawn here, in one line weight, so that a page needs no icon font and no further request. */
export const icons = {
  home: icon('<path d="m3 11.5 9-7.5 9 7.5"/><path d="M5.5 9.8v9.7h13V9.8"/>'),
  explore: icon('<circle cx="12" cy="12" r="9"/><path d="m15.8 8.2-2.2 5.4-5.4 2.2 2.2-5.4z"/>'),
  search: icon('<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.500 4.500"/>'),
  person: icon('<circle cx="12" cy="8" r="4"/><path d="M4.5 20c1-3.7 3.8-5.5 7.5-5.5s6.5 1.8 7.5 5.5"/>'),
  settings: icon(
    '<path d="M4 7.5h9m6 0h1M4 16.5h1m6 0h9"/><circle cx="16" cy="7.5" r="2.5"/><circle cx="8" cy="16.5" r="2.5"/>',
  ),
  signIn: icon('<path d="M11 4h8v16h-8M3.5 12H15m-4-4 4 4-4 4"/>'),
  signOut: icon('<path d="M13 4H5v16h8M9.5 12H21m-4-4 4 4-4 4"/>'),
  pen: icon('<path d="m4 20 1-4L16.5 4.500l3 3L8 19z"/>'),
};
