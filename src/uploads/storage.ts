import { env } from "../env.ts";
import { folderStore } from "./folder.ts";
import { s3Store } from "./s3.ts";

/** Where files are kept. A name is written once and never again with another content. */
export interface Store {
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is none of this name. */
  get(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Harmless when there is none. */
  remove(name: string): Promise<void>;
  /** All there is, a part at a time. */
  list(): AsyncIterable<StoredFile[]>;
}

export interface StoredFile {
  name: string;
  writtenAt: Date;
}

/** The store of this site: the bucket at `S3_URL`, or else the folder `UPLOADS_DIR`. */
export const storage: Store = env.S3_URL ? s3Store(env.S3_URL) : folderStore(env.UPLOADS_DIR);
