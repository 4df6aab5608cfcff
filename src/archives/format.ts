/*
 * What an archive is. The format is described in docs/export.md: a change that old readers cannot bear is a new version.
 */

export const FORMAT = "microblog";
export const VERSION = 1;

/** The names in an archive. */
export const DATA = "data.json";
export const PAGE = "index.html";
export const README = "README.txt";
export const PICTURE = "media/avatar.webp";

/** Where the store keeps the file of an export, and what was brought for an import. */
export const exportFile = (key: string) => `exports/${key}.zip`;
export const importFile = (key: string) => `imports/${key}.zip`;
