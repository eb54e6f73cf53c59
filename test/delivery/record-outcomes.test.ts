import { expect, test } from 'vitest'
import type { Outcome } from '../../services/delivery/ledger.ts'
import { recordOutcomes } from '../../services/delivery/outcomes/record-outcomes.ts'
import { dropDeliveries } from '../../services/delivery/retention.queries.ts'
import { useDatabase } from '../support/database.ts'
import { readers, useRig } from './rig.ts'

const database = useDatabase()
const rig = useRig(database)

test('an acceptance of an edition that is not kept any more is let go of, and holds up nothing', async () => {
  await rig.plan(readers(2))
  const { rows } = await database.pool.query<{ key: number; subscriberId: number }>(
    'select edition_id as key, subscriber_id as "subscriberId" from deliveries'
  )
  const outcomes = rows.map(
    (mail): Outcome => ({
      ...mail,
      single: false,
      lease: 1,
      state: 'accepted',
      revision: 1,
      tried: true,
      replyClass: null,
      reply: '250 2.0.0 Ok',
      relay: 0,
      relayId: null,
      at: rig.clock.now().getTime(),
      dueAt: null
    })
  )
  await database.db.transaction().execute((trx) => dropDeliveries(trx, outcomes[0]?.key ?? 0))
  await recordOutcomes(database.db, 'deliveries', outcomes)
  expect((await database.pool.query('select 1 from attempts')).rows).toEqual([])
})
