import { expect, test } from 'vitest'
import { cancelEdition } from '../../services/delivery/control/cancel-edition.ts'
import { pauseEdition, resumeEdition } from '../../services/delivery/control/pause-edition.ts'
import { reselect } from '../../services/delivery/control/reselect.queries.ts'
import { resolveDoubts } from '../../services/delivery/control/resolve-doubts.ts'
import { minutes } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { readers, useRig } from './rig.ts'

const database = useDatabase()
const rig = useRig(database)
const day = '2026-11-23'

async function counts() {
  const states = Object.values(await rig.states())
  return Object.fromEntries([...new Set(states)].map((state) => [state, states.filter((one) => one === state).length]))
}

/** Sends with each mail taking its time at the relay, so that most are claimed and not handed when something changes. */
async function sendingSlowly(meanwhile: () => Promise<unknown>) {
  rig.relay.script({ data: () => 'stall' })
  const sending = rig.send({ connections: 2 })
  await rig.relay.waitFor(2)
  await meanwhile()
  const handed = rig.relay.recipients.length
  rig.relay.script({})
  const letGo = setInterval(() => rig.relay.release(), 20)
  await sending
  clearInterval(letGo)
  return handed
}

test('a pause holds within two seconds for all that no connection has', async () => {
  await rig.plan(readers(400))
  // Each mail takes a twentieth of a second.
  rig.relay.script({ data: () => 'stall' })
  const letGo = setInterval(() => rig.relay.release(), 50)
  const sending = rig.send({ connections: 4 })
  await rig.relay.waitFor(20)
  await pauseEdition(database, day)
  const paused = performance.now()
  await sending
  clearInterval(letGo)
  expect(performance.now() - paused).toBeLessThan(2000)
  expect(rig.relay.messages.length).toBeLessThan(100)
  expect(await counts()).toEqual({ accepted: rig.relay.messages.length, planned: 400 - rig.relay.messages.length })
})

test('a pause takes effect on what is claimed and not handed; resumed, everybody gets it once', async () => {
  await rig.plan(readers(40))
  const handed = await sendingSlowly(async () => {
    expect(await pauseEdition(database, day)).toMatchObject({ changed: true })
    expect(await pauseEdition(database, day)).toMatchObject({ changed: false })
  })
  expect(rig.relay.messages.length).toBeLessThanOrEqual(handed + 2)
  expect((await counts()).planned).toBe(40 - rig.relay.messages.length)
  expect((await rig.send()).counts).toEqual({})
  expect(await rig.sweep()).toEqual({ deliver: [], notify: [] })

  await resumeEdition(database, day)
  expect(await rig.sweep()).toMatchObject({ deliver: [0] })
  await rig.send()
  expect(await counts()).toEqual({ accepted: 40 })
  expect(rig.relay.messages).toHaveLength(40)
})

/** One mail gets no answer, all others are given back, and that is known to all. */
async function withOneHanging(meanwhile: () => Promise<unknown>) {
  await rig.plan(readers(40))
  rig.relay.script({ data: (_, n) => (n === 1 ? 'stall' : 'accept') })
  const sending = rig.send({ connections: 1 })
  await rig.relay.waitFor(1)
  try {
    await meanwhile()
  } finally {
    rig.relay.release()
    await sending
  }
}

test('what was given back is sent by another worker though one mail of its range gets no answer', async () => {
  await withOneHanging(async () => {
    await pauseEdition(database, day)
    await resumeEdition(database, day)
    await expect.poll(async () => (await rig.send()).counts, { timeout: 4000 }).toEqual({ accepted: 39 })
    expect(await counts()).toEqual({ accepted: 39, planned: 1 })
  })
  expect(await counts()).toEqual({ accepted: 40 })
  expect(new Set(rig.relay.messages.map(({ to }) => to)).size).toBe(40)
  expect(rig.relay.messages).toHaveLength(40)
  expect((await database.pool.query('select from leases')).rows).toEqual([])
  expect((await database.pool.query('select from single_deliveries')).rows).toEqual([])
})

test('cancelling ends all others within two seconds though one mail gets no answer', async () => {
  await withOneHanging(async () => {
    await pauseEdition(database, day)
    await expect
      .poll(async () => (await database.pool.query('select from single_deliveries')).rowCount, { timeout: 4000 })
      .toBe(39)
    await cancelEdition({ db: database.db, clock: rig.clock }, day)
    expect(await counts()).toEqual({ cancelled: 39, planned: 1 })
  })
  expect(await counts()).toEqual({ cancelled: 39, accepted: 1 })
})

test('a revision leaves the selection of a retry that is at the relay as it is', async () => {
  await rig.plan(['waiting@example.org', 'handed@example.org'])
  const sent = Buffer.alloc(32, 0x0f)
  await database.pool.query(`update deliveries set state = 'deferred', selection = $1`, [sent])
  await database.pool.query(
    `insert into single_deliveries (edition_id, subscriber_id, due_at, lease)
     select edition_id, subscriber_id, due_at, case when address like 'handed%' then 7 end
     from deliveries d join subscribers s on s.id = d.subscriber_id`
  )
  const { rows } = await database.pool.query<{ id: number }>('select id from editions')
  await reselect(database.db, rows[0]?.id ?? 0, Buffer.alloc(25, 0xff))
  const { rows: selections } = await database.pool.query<{ address: string; selection: Buffer }>(
    'select address, selection from deliveries d join subscribers s on s.id = d.subscriber_id'
  )
  const revised = Buffer.concat([Buffer.alloc(25, 0xff), sent.subarray(25)])
  expect(Object.fromEntries(selections.map(({ address, selection }) => [address, selection]))).toEqual({
    'waiting@example.org': revised,
    'handed@example.org': sent
  })
})

test('a revision mid-send reaches all whose mail was not handed, also those that a worker has claimed', async () => {
  await rig.plan(readers(40))
  const handed = await sendingSlowly(() => database.pool.query('update editions set revision = 2'))
  expect(handed).toBe(2)
  expect(await counts()).toEqual({ accepted: 40 })
  expect(rig.relay.messages).toHaveLength(40)
  const { rows } = await database.pool.query(
    'select revision, count(*)::int as readers from deliveries group by 1 order by 1'
  )
  expect(rows).toEqual([
    { revision: 1, readers: 2 },
    { revision: 2, readers: 38 }
  ])
})

test('a cancelled edition sends nothing more, also not what was deferred or is in doubt', async () => {
  await rig.plan(['deferred@example.org', 'doubted@example.org'])
  rig.relay.script({
    rcpt: (address) => (address.startsWith('deferred') ? { code: 451, text: 'later' } : undefined),
    data: () => 'store-and-drop'
  })
  await rig.send()
  expect(await counts()).toEqual({ deferred: 1, in_doubt: 1 })
  await cancelEdition({ db: database.db, clock: rig.clock }, day)
  rig.relay.script({})
  rig.clock.advance(minutes(60))
  await rig.send()
  expect(await counts()).toEqual({ cancelled: 2 })
  expect(rig.relay.messages).toHaveLength(1)
})

test('cancelling mid-send ends what was not handed, and every delivery is final', async () => {
  await rig.plan(readers(40))
  await sendingSlowly(() => cancelEdition({ db: database.db, clock: rig.clock }, day))
  await rig.sweep()
  await rig.send()
  const { accepted = 0, cancelled = 0, ...rest } = await counts()
  expect(rest).toEqual({})
  expect(accepted).toBe(rig.relay.messages.length)
  expect(accepted + cancelled).toBe(40)
  expect(cancelled).toBeGreaterThan(30)
  await expect(resumeEdition(database, day)).rejects.toMatchObject({ code: 'EDITION_STATE' })
})

test('a paused edition expires with its deliveries', async () => {
  await rig.plan(readers(3))
  await pauseEdition(database, day)
  rig.clock.advance(minutes(60 * 23))
  await rig.sweep()
  expect(await counts()).toEqual({ expired: 3 })
})

test('held, a mail in doubt waits for the operator, who sends it again or says that it arrived', async () => {
  await rig.plan(['again@example.org', 'arrived@example.org'])
  const inDoubtAfterMs = { deliveries: undefined, notices: minutes(30) }
  rig.relay.script({ data: () => 'store-and-drop' })
  await rig.send({ inDoubtAfterMs })
  rig.relay.script({})
  rig.clock.advance(minutes(60))
  expect((await rig.send({ inDoubtAfterMs })).counts).toEqual({})
  expect(await counts()).toEqual({ in_doubt: 2 })

  expect(await resolveDoubts({ db: database.db, clock: rig.clock }, { day, as: 'retry' })).toBe(2)
  rig.relay.script({ data: ({ to }) => (to.startsWith('again') ? 'accept' : 'drop') })
  await rig.send({ inDoubtAfterMs })
  expect(await counts()).toEqual({ accepted: 1, in_doubt: 1 })
  expect(await resolveDoubts({ db: database.db, clock: rig.clock }, { day, as: 'accepted' })).toBe(1)
  expect(await counts()).toEqual({ accepted: 2 })
  const sources = rig.relay.messages.filter(({ to }) => to.startsWith('again')).map(({ source }) => source.toString())
  expect(sources).toHaveLength(2)
  expect(sources[0]).toBe(sources[1])
})
