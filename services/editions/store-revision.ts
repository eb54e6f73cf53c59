import type { Db } from '../platform/database.ts'
import { insertRevision } from './editions.queries.ts'
import { insertExtras } from './extras.queries.ts'
import type { Frozen } from './freeze-content.ts'

/** Stores a revision whole, as it was compiled, and makes it the edition's current one. Run it in a transaction. */
export async function storeRevision(
  trx: Db,
  { editionId, revision }: { editionId: number; revision: number },
  frozen: Frozen,
  now: Date
): Promise<void> {
  await insertRevision(trx, editionId, revision, frozen, now)
  await insertExtras(trx, { editionId, revision }, frozen)
}
