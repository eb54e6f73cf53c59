import { differingReaders } from '../editions/differing-readers.ts'
import {
  addToAudience,
  beginSending,
  holdEdition,
  type LockedEdition,
  supersede,
  takeEditionToPlan
} from '../editions/sending.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { insertAudience, insertSingle, insertWave, loadAudience, type Planned } from './deliveries.queries.ts'
import { analyze, attachPartition, createPartition, deliveriesOf, hasPartition } from './partitions.queries.ts'

/** A digest is stale after a day; this leaves room before the next one falls due. */
const lifetimeMs = 22 * 60 * 60_000

/**
 * Plans the deliveries of every edition that may leave: each in one transaction, with the
 * number of deliveries stored beside it. Who had a late riser already or is owed a correction
 * gets a selection that says so. Returns how many there were of both.
 */
export async function planDeliveries({
  db,
  clock
}: {
  db: Db
  clock: Clock
}): Promise<{ editions: number; deliveries: number }> {
  const planned = { editions: 0, deliveries: 0 }
  for (;;) {
    const added = await db.transaction().execute(async (trx) => {
      const edition = await takeEditionToPlan(trx)
      if (edition === undefined) return undefined
      const differing = await differingReaders(trx, named(edition))
      const wave = { ...plan(edition, edition.dueAt ?? clock.now(), clock), differing }
      const count = await planAudience(trx, wave)
      if (count > 0) await insertWave(trx, wave)
      await supersede(trx, edition.id)
      await beginSending(trx, edition.id, count, clock.now())
      return count
    })
    if (added === undefined) return planned
    planned.editions += 1
    planned.deliveries += added
  }
}

/** A million in two seconds where nobody has the edition yet: loaded, then keyed, then attached. */
async function planAudience(trx: Db, wave: Planned): Promise<number> {
  const { editionId } = wave
  if (await hasPartition(trx, editionId)) {
    const added = await insertAudience(trx, wave)
    await analyze(trx, deliveriesOf(editionId))
    return added
  }
  await createPartition(trx, editionId)
  const count = await loadAudience(trx, deliveriesOf(editionId), wave)
  await attachPartition(trx, editionId)
  return count
}

/**
 * Plans one subscriber's delivery of an edition, due at once: the welcome, and `send
 * --only`. It carries no corrections; who is owed one gets it with the next edition. False
 * where there is a delivery already. Run it in a transaction.
 */
export async function planDelivery(
  trx: Db,
  clock: Clock,
  { editionId, subscriberId }: { editionId: number; subscriberId: number }
): Promise<boolean> {
  const edition = await holdEdition(trx, editionId)
  if (!(await hasPartition(trx, editionId))) {
    await createPartition(trx, editionId)
    await attachPartition(trx, editionId)
  }
  const differing = await differingReaders(trx, named(edition), subscriberId)
  const added = await insertSingle(trx, subscriberId, { ...plan(edition, clock.now(), clock), differing })
  if (added) await addToAudience(trx, edition.id, 1)
  return added
}

function named({ id, revision }: LockedEdition) {
  return { editionId: id, revision }
}

function plan(edition: LockedEdition, dueAt: Date, clock: Clock): Omit<Planned, 'differing'> {
  return { ...named(edition), datedAt: clock.now(), dueAt, expiresAt: new Date(dueAt.getTime() + lifetimeMs) }
}
