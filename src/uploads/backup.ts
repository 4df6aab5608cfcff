import type { Uploads } from "../../db/backup/back-up.ts";
import { storage } from "./storage.ts";

/** The files of this site's store, as a backup takes and brings them. */
export const storedUploads: Uploads = {
  async *keys() {
    for await (const files of storage.list()) for (const { name } of files) yield name;
  },
  read: (name) => storage.get(name),
  write: (name, bytes) => storage.put(name, bytes),
};
