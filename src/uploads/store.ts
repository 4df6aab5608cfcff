/** Where files are kept. A name is written once and never again with another content. */
export interface Store {
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is none of this name. */
  get(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /**
   * Keeps what comes a part at a time, and asks for the next part when there is room for it; answers how many bytes it
   * was. When the parts break off, nothing of this name is there.
   */
  putParts(name: string, parts: AsyncIterable<Uint8Array>): Promise<number>;
  /** What is kept, a part at a time; null when there is none of this name. */
  open(name: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null>;
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
