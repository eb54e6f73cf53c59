import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { claimDeliveries } from '../../services/delivery/claims/claim-deliveries.ts'
import { findDueDeliveries } from '../../services/delivery/claims/due-deliveries.queries.ts'
import { reselect } from '../../services/delivery/control/reselect.queries.ts'
import type { DeliveryDetails } from '../../services/delivery/ledger.ts'
import { useDatabase } from '../support/database.ts'
import { readers, useRig } from './rig.ts'

const database = useDatabase()
const rig = useRig(database)

const planned = Buffer.alloc(32, 0x0f)
const pool = Buffer.alloc(25, 0xff)
const revised = Buffer.concat([pool, planned.subarray(25)]).toString('hex')

/** What a claim takes up: revisions and selections. */
async function claim() {
  const now = rig.clock.now()
  const due = await findDueDeliveries(database.db, now)
  const mails = due && (await claimDeliveries(database.db, due, { lease: due.lease, leaseMs: 60_000, now }))
  return (mails ?? []).map(({ details }) => {
    const { revision, selection } = details as DeliveryDetails
    return { revision, selection }
  })
}

/** A revision that is at work while something else happens. */
async function whileRevising(meanwhile: () => Promise<unknown>) {
  await database.db.transaction().execute(async (trx) => {
    const { id } = await trx.updateTable('editions').set({ revision: 2 }).returning('id').executeTakeFirstOrThrow()
    await meanwhile()
    await reselect(trx, id, pool)
  })
}

async function untilSomebodyWaits() {
  for (;;) {
    const { rowCount } = await database.pool.query(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    )
    if (rowCount) return
    await sleep(10)
  }
}

async function planWithSelections(count: number) {
  await rig.plan(readers(count))
  await database.pool.query('update deliveries set selection = $1', [planned])
}

const asRevised = (count: number) => Array.from({ length: count }, () => ({ revision: 2, selection: revised }))

test('who takes up the next range while the edition is being revised gets it as revised', async () => {
  await planWithSelections(3)
  let claimed: ReturnType<typeof claim> | undefined
  await whileRevising(async () => {
    claimed = claim()
    await untilSomebodyWaits()
  })
  expect(await claimed).toEqual(asRevised(3))
})

test('a range that was given back is not taken up while the edition is being revised', async () => {
  await planWithSelections(3)
  await claim()
  await database.pool.query('update leases set until = null; delete from waves')
  await whileRevising(async () => expect(await claim()).toEqual([]))
  expect(await claim()).toEqual(asRevised(3))
})

test('a retry is not taken up while the edition is being revised', async () => {
  await planWithSelections(2)
  await database.pool.query('delete from waves')
  await database.pool.query(
    'insert into single_deliveries (edition_id, subscriber_id, due_at) select edition_id, subscriber_id, due_at from deliveries'
  )
  await whileRevising(async () => expect(await claim()).toEqual([]))
  expect(await claim()).toEqual(asRevised(2))
})

test('readers with other selections and tries come in one range, in order', async () => {
  await rig.plan(readers(6))
  await database.pool.query(String.raw`
    update deliveries set selection = case subscriber_id % 3 when 0 then null when 1 then '\x01'::bytea else '\x02'::bytea end,
      tries = subscriber_id % 2`)
  const { rows } = await database.pool.query<{ selection: string | null }>(
    `select encode(selection, 'hex') as selection from deliveries order by subscriber_id`
  )
  expect(await claim()).toEqual(rows.map(({ selection }) => ({ revision: 1, selection })))
})
