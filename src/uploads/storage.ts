import { env } from "../env.ts";
import { folderStore } from "./folder.ts";
import { s3Store } from "./s3.ts";
import type { Store } from "./store.ts";

/** The store of this site: the bucket at `S3_URL`, or else the folder `UPLOADS_DIR`. */
export const storage: Store = env.S3_URL ? s3Store(env.S3_URL) : folderStore(env.UPLOADS_DIR);
