import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { forgetReader } from '../../services/delivery/erase.ts'
import { planDeliveries } from '../../services/delivery/plan-deliveries.ts'
import { completeEditions } from '../../services/delivery/sweep.ts'
import { openDatabase } from '../../services/platform/database.ts'
import { openLog } from '../../services/platform/log.ts'
import { aSubscriber } from '../support/cast.ts'
import { hours } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { readers, useRig } from './rig.ts'

const database = useDatabase()
const rig = useRig(database)

const idOf = async (address: string): Promise<number> =>
  (await database.pool.query('select id from subscribers where address = $1', [address])).rows[0].id
const forget = (id: number) => database.db.transaction().execute((trx) => forgetReader(trx, id))

async function counts(): Promise<Record<string, number>> {
  const { rows } = await database.pool.query('select state, count(*) from deliveries group by state order by state')
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]))
}

/** Rows of the ledger that bear a reader's number. */
async function rowsOf(id: number): Promise<number> {
  const tables = ['deliveries', 'attempts', 'single_deliveries', 'notices']
  const found = await Promise.all(
    tables.map((table) => database.pool.query(`select from ${table} where subscriber_id = $1`, [id]))
  )
  return found.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0)
}

/** Deliveries of every kind: accepted, refused, deferred, in doubt and, for the last reader, planned for later. */
async function aMixedEdition(): Promise<void> {
  await rig.plan(readers(7))
  rig.relay.script({
    rcpt: (address) => {
      if (address === 'reader-1@example.org') return { code: 550, text: '5.1.1 no Ada Example here' }
      if (address === 'reader-2@example.org') return { code: 451, text: '4.3.0 later, Ada Example' }
      return undefined
    },
    data: ({ to }) => (to === 'reader-3@example.org' ? 'store-and-drop' : 'accept')
  })
  await rig.send()
  const late = await aSubscriber(database.db, { address: 'reader-7@example.org' })
  await database.pool.query(
    `insert into deliveries (edition_id, subscriber_id, revision, dated_at, due_at, expires_at)
     select edition_id, $1, 1, dated_at, $2, $3 from deliveries limit 1`,
    [late, new Date(rig.clock.now().getTime() + hours(3)), new Date(rig.clock.now().getTime() + hours(9))]
  )
  await database.pool.query(
    `insert into single_deliveries (edition_id, subscriber_id, due_at)
     select edition_id, subscriber_id, due_at from deliveries where subscriber_id = $1`,
    [late]
  )
  await database.pool.query('update editions set expected = 8')
}

test('every edition keeps its counts, what was not final is withdrawn, and no row names the reader', async () => {
  await aMixedEdition()
  expect(await counts()).toEqual({ accepted: 4, deferred: 1, in_doubt: 1, planned: 1, refused: 1 })
  const forgotten = await Promise.all([0, 1, 2, 3, 7].map((reader) => idOf(`reader-${reader}@example.org`)))
  for (const id of forgotten) {
    await database.pool.query(
      `insert into notices (subscriber_id, kind, dated_at, due_at, expires_at) values ($1, 'welcome', now(), now(), now())`,
      [id]
    )
    expect(await forget(id)).toBe(1)
  }
  expect(await counts()).toEqual({ accepted: 4, refused: 1, withdrawn: 3 })
  for (const id of forgotten) expect(await rowsOf(id)).toBe(0)
  const { rows } = await database.pool.query('select outcome, reply, relay_id from attempts where subscriber_id < 0')
  expect(rows).toHaveLength(4)
  expect(rows).toEqual(rows.map(({ outcome }) => ({ outcome, reply: null, relay_id: null })))
  // Another reader's are as they were.
  expect(await rowsOf(await idOf('reader-4@example.org'))).toBe(2)
})

test('the edition still completes', async () => {
  await aMixedEdition()
  const deps = { db: database.db, clock: rig.clock, log: openLog('silent') }
  for (const reader of [2, 3]) await forget(await idOf(`reader-${reader}@example.org`))
  await completeEditions(deps)
  expect((await database.pool.query('select state from editions')).rows).toEqual([{ state: 'sending' }])
  await forget(await idOf('reader-7@example.org'))
  await completeEditions(deps)
  expect((await database.pool.query('select state from editions')).rows).toEqual([{ state: 'sent' }])
})

test('a second time changes nothing, and two readers never share a number, nor one reader over two editions', async () => {
  await aMixedEdition()
  const [one, other] = [await idOf('reader-0@example.org'), await idOf('reader-4@example.org')]
  await database.pool.query(
    `insert into editions (id, feed_day, state, frozen_at) overriding system value values (999, '2026-11-20', 'sent', now())`
  )
  await database.pool.query('create table deliveries_999 partition of deliveries for values in (999)')
  await database.pool.query(
    `insert into deliveries (edition_id, subscriber_id, revision, state, dated_at, due_at, expires_at)
     values (999, $1, 1, 'accepted', now(), now(), now())`,
    [one]
  )
  expect(await forget(one)).toBe(2)
  expect(await forget(one)).toBe(0)
  expect(await forget(other)).toBe(1)
  const { rows } = await database.pool.query('select subscriber_id as id from deliveries where subscriber_id < 0')
  expect(new Set(rows.map(({ id }) => id)).size).toBe(3)
  await database.pool.query('drop table deliveries_999')
})

test('a mail that is on its way leaves no row behind when its answer comes', async () => {
  await rig.plan(['ada@example.org'])
  rig.relay.script({ data: () => 'stall' })
  const sending = rig.send()
  await rig.relay.waitFor(1)
  const id = await idOf('ada@example.org')
  await forget(id)
  rig.relay.release()
  await sending
  expect(await counts()).toEqual({ withdrawn: 1 })
  expect(await rowsOf(id)).toBe(0)
})

test('an edition that is just being planned does not bring the reader back', async () => {
  const id = await aSubscriber(database.db, { address: 'ada@example.org' })
  await aSubscriber(database.db, { address: 'bob@example.org' })
  await database.pool.query(
    `insert into editions (feed_day, state, frozen_at, due_at) values ('2026-11-24', 'frozen', now(), now())`
  )
  const deps = { db: database.db, clock: rig.clock }
  await database.db.transaction().execute(async (trx) => {
    await trx.updateTable('subscribers').set({ state: 'unsubscribed' }).where('id', '=', id).execute()
    await forgetReader(trx, id)
    // Sees the reader as active still, and so passes over the edition.
    await planDeliveries(deps)
    expect((await database.pool.query('select from deliveries')).rowCount).toBe(0)
  })
  await planDeliveries(deps)
  expect((await database.pool.query('select subscriber_id from deliveries')).rows).toEqual([
    { subscriber_id: await idOf('bob@example.org') }
  ])
})

test('who is planned for while being erased is forgotten with the rest', async () => {
  const id = await aSubscriber(database.db, { address: 'ada@example.org' })
  await database.pool.query(
    `insert into editions (feed_day, state, frozen_at, due_at) values ('2026-11-24', 'frozen', now(), now())`
  )
  const planner = openDatabase(database.url, { max: 1 })
  let forgetting: Promise<number> | undefined
  await planner.db.transaction().execute(async (trx) => {
    await trx.selectFrom('editions').select('id').where('state', '=', 'frozen').forUpdate().execute()
    await trx
      .insertInto('deliveries')
      .columns(['edition_id', 'subscriber_id', 'revision', 'dated_at', 'due_at', 'expires_at'])
      .values({
        edition_id: await currentEdition(),
        subscriber_id: id,
        revision: 1,
        dated_at: rig.clock.now(),
        due_at: rig.clock.now(),
        expires_at: rig.clock.now()
      })
      .execute()
    forgetting = forget(id)
    // It waits for the planner: otherwise it would be over by now.
    expect(await Promise.race([forgetting, pause(300, 'waiting')])).toBe('waiting')
  })
  expect(await forgetting).toBe(1)
  expect(await rowsOf(id)).toBe(0)
  await planner.close()
})

async function currentEdition(): Promise<number> {
  return (await database.pool.query(`select id from editions where state = 'sending'`)).rows[0].id
}
