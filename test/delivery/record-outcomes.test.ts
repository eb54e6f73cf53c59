import { expect, test } from 'vitest'
import type { Outcome } from '../../services/delivery/ledger.ts'
import { recordOutcomes } from '../../services/delivery/outcomes/record-outcomes.ts'
import { dropDeliveries } from '../../services/delivery/retention.queries.ts'
import { useDatabase } from '../support/database.ts'
import { readers, useRig } from './rig.ts'

const database = useDatabase()
const rig = useRig(database)

/** All that is planned, as one relay accepted it. */
async function allAccepted(): Promise<Outcome[]> {
  const { rows } = await database.pool.query<{ key: number; subscriberId: number }>(
    'select edition_id as key, subscriber_id as "subscriberId" from deliveries order by subscriber_id'
  )
  return rows.map((mail) => ({
    ...mail,
    single: false,
    lease: 1,
    state: 'accepted',
    revision: 1,
    tried: true,
    replyClass: null,
    reply: `250 2.0.0 Ok ${mail.subscriberId}`,
    relay: 0,
    relayId: null,
    at: rig.clock.now().getTime(),
    dueAt: null
  }))
}

test('an acceptance of an edition that is not kept any more is let go of, and holds up nothing', async () => {
  await rig.plan(readers(2))
  const outcomes = await allAccepted()
  await database.db.transaction().execute((trx) => dropDeliveries(trx, outcomes[0]?.key ?? 0))
  await recordOutcomes(database.db, 'deliveries', outcomes)
  expect((await database.pool.query('select 1 from attempts')).rows).toEqual([])
})

test.each([
  ['that follow each other', 1],
  ['that lie far apart', 10]
])('of readers %s each has the answer to that mail on record, once', async (_, step) => {
  await rig.plan(readers(40))
  const outcomes = (await allAccepted()).filter((_outcome, i) => i % step === 0)
  await recordOutcomes(database.db, 'deliveries', outcomes)
  await recordOutcomes(database.db, 'deliveries', outcomes)
  const { rows } = await database.pool.query('select subscriber_id as "subscriberId", reply from attempts order by 1')
  expect(rows).toEqual(outcomes.map(({ subscriberId, reply }) => ({ subscriberId, reply })))
  expect(Object.values(await rig.states()).filter((state) => state === 'accepted')).toHaveLength(40 / step)
})
