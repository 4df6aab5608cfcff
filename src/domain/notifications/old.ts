import { lt } from "drizzle-orm";
import { db } from "../../../db/client.ts";
import { notifications } from "../../../db/schema.ts";
import { firstIdAt } from "../ids.ts";

const KEPT_DAYS = 90;
const BATCH = 1000;

/** Removes what is older than 90 days, by id and in batches; `between` is called after each. */
export async function removeOldNotifications(between: () => Promise<void>): Promise<void> {
  const oldest = firstIdAt(Date.now() - KEPT_DAYS * 24 * 3600_000);
  for (let removed = BATCH; removed === BATCH; await between()) {
    const [{ affectedRows }] = await db
      .delete(notifications)
      .where(lt(notifications.id, oldest))
      .limit(BATCH);
    removed = affectedRows;
  }
}
