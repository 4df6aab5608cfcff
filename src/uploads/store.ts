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

/** The store cannot be reached, or does not want us. Known to `onError` by its name. */
export class StorageAway extends Error {
  override name = "StorageAway";
}
