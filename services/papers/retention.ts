import type { Db } from '../platform/database.ts'
import { deleteReadings, deleteSnapshots } from './retention.queries.ts'

/**
 * Deletes a bounded number of readings and snapshots from before `before`: what moved a ranking of
 * then, and nobody asks for any more. Papers, lists and each paper's last figures stay: the archive
 * shows them. Returns how many rows went; `limit` of either kind means that there may be more.
 */
export async function pruneReadings(
  { db }: { db: Db },
  { before, limit }: { before: Date; limit: number }
): Promise<{ readings: number; snapshots: number }> {
  return {
    readings: await deleteReadings(db, { before, limit }),
    snapshots: await deleteSnapshots(db, { before, limit })
  }
}
