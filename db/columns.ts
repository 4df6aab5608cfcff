import { bigint, customType, datetime } from "drizzle-orm/mysql-core";

/** An id of this product: a 53-bit integer made by `newId()`, sorted by time. */
export const id = () => bigint({ mode: "number", unsigned: true });

/** A moment in UTC, kept to the millisecond. */
export const moment = () => datetime({ fsp: 3, mode: "date" });

/** Bytes of a fixed length, such as a SHA-256. */
export const bytes = (length: number) =>
  customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => `binary(${length})` })();

/** JSON kept as text: MariaDB's JSON type is text to the driver, MySQL's is not, and nothing here looks inside it. */
export const jsonText = <T>() =>
  customType<{ data: T; driverData: string }>({
    dataType: () => "text",
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (text) => JSON.parse(text),
  })();
