import { beforeEach, expect, test } from 'vitest'
import { planDeliveries, planDelivery } from '../../services/delivery/plan-deliveries.ts'
import { anAudience } from '../support/cast.ts'
import { hours } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { useRig } from './rig.ts'

const database = useDatabase()
const rig = useRig(database)
let editions = 1000

beforeEach(() => database.pool.query('delete from editions'))

/** An edition that may leave, not planned yet. */
async function anEdition(day: string, dueAt = rig.clock.now()): Promise<number> {
  editions += 1
  await database.pool.query(
    `insert into editions (id, feed_day, state, due_at, frozen_at) overriding system value values ($1, $2, 'frozen', $3, $3)`,
    [editions, day, dueAt]
  )
  await database.pool.query(
    `insert into edition_revisions (edition_id, revision, subject, selected, candidates, renderer, html_head, html_tail, text_head, text_tail, content_hash, frozen_at)
     values ($1, 1, $2, 1, 1, 'test', '', '', '', '', '', now())`,
    [editions, `subject ${editions}`]
  )
  return editions
}
const everybody = async () =>
  (await database.pool.query('select id from subscribers order by id')).rows.map(({ id }): number => id)
const plan = () => planDeliveries({ db: database.db, clock: rig.clock })
const states = async (edition: number) => {
  const { rows } = await database.pool.query(
    'select state, count(*)::int as count from deliveries where edition_id = $1 group by state order by state',
    [edition]
  )
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

test('an audience of several ranges is planned once and sent by two workers, each mail once', async () => {
  await anAudience(database.db, 1201)
  const edition = await anEdition('2026-11-20')
  expect(await plan()).toEqual({ editions: 1, deliveries: 1201 })
  expect(await plan()).toEqual({ editions: 0, deliveries: 0 })
  await Promise.all([rig.send(), rig.send()])
  expect(await states(edition)).toEqual({ accepted: 1201 })
  expect(new Set(rig.relay.messages.map(({ to }) => to)).size).toBe(1201)
  expect(rig.relay.messages).toHaveLength(1201)
  const { rows } = await database.pool.query(
    'select (select count(*) from waves)::int as waves, (select count(*) from leases)::int as leases, (select count(*) from attempts)::int as attempts'
  )
  expect(rows).toEqual([{ waves: 0, leases: 0, attempts: 1201 }])
})

test('who is paused is planned for no edition, and for the next one after resuming', async () => {
  await anAudience(database.db, 3)
  const [paused] = await everybody()
  const change = (state: string) =>
    database.pool.query('update subscribers set state = $1 where id = $2', [state, paused])
  await change('paused')
  await anEdition('2026-11-20')
  expect(await plan()).toEqual({ editions: 1, deliveries: 2 })
  await change('active')
  expect(await plan()).toEqual({ editions: 0, deliveries: 0 })
  await anEdition('2026-11-23')
  expect(await plan()).toEqual({ editions: 1, deliveries: 3 })
})

test('who was welcomed with the edition before it was planned gets it once', async () => {
  await anAudience(database.db, 5)
  const edition = await anEdition('2026-11-20')
  const [welcomed = 0] = await everybody()
  await database.db
    .transaction()
    .execute((trx) => planDelivery(trx, rig.clock, { editionId: edition, subscriberId: welcomed }))
  expect(await plan()).toEqual({ editions: 1, deliveries: 4 })
  await rig.send()
  expect(await states(edition)).toEqual({ accepted: 5 })
  expect(rig.relay.messages).toHaveLength(5)
})

test('a mail still waiting when the reader’s next one is due expires, and one whose next is not due goes on', async () => {
  await anAudience(database.db, 3)
  const old = await anEdition('2026-11-19')
  await plan()
  rig.relay.script({ rcpt: () => ({ code: 451, text: 'try again later' }) })
  await rig.send()
  expect(await states(old)).toEqual({ deferred: 3 })

  await anEdition('2026-11-20', new Date(rig.clock.now().getTime() + hours(1)))
  await plan()
  rig.relay.script({})
  rig.clock.advance(hours(0.5))
  await rig.send({ connections: 1 })
  expect(await states(old)).toEqual({ accepted: 3 })

  const late = await anEdition('2026-11-21')
  await plan()
  rig.relay.script({ rcpt: () => ({ code: 451, text: 'try again later' }) })
  await rig.send()
  const next = await anEdition('2026-11-22', new Date(rig.clock.now().getTime() + hours(0.1)))
  await plan()
  rig.relay.script({})
  rig.clock.advance(hours(0.5))
  await rig.send()
  expect(await states(late)).toEqual({ expired: 3 })
  expect(await states(next)).toEqual({ accepted: 3 })
})

test('an older day that is made up for ends no mail of the newer one, whatever came between', async () => {
  await anAudience(database.db, 3)
  const oldest = await anEdition('2026-11-18')
  await plan()
  rig.relay.script({ rcpt: () => ({ code: 451, text: 'try again later' }) })
  await rig.send()
  const today = await anEdition('2026-11-20')
  await plan()
  await rig.send()
  expect(await states(oldest)).toEqual({ deferred: 3 })
  expect(await states(today)).toEqual({ deferred: 3 })

  const yesterday = await anEdition('2026-11-19')
  await plan()
  const { rows } = await database.pool.query('select id, superseded_by from editions order by id')
  expect(rows).toEqual([
    { id: oldest, superseded_by: today },
    { id: today, superseded_by: null },
    { id: yesterday, superseded_by: null }
  ])
  rig.relay.script({})
  rig.clock.advance(hours(0.5))
  await rig.send()
  expect(await states(oldest)).toEqual({ expired: 3 })
  expect(await states(today)).toEqual({ accepted: 3 })
  expect(await states(yesterday)).toEqual({ accepted: 3 })
})

test('who leaves during a send of thousands gets nothing that was not handed by then', async () => {
  await anAudience(database.db, 600)
  const ids = await everybody()
  await anEdition('2026-11-20')
  await plan()
  const left: string[] = []
  let handed = 0
  rig.relay.script({
    rcpt: () => {
      handed += 1
      if (handed === 50) void leave()
      return undefined
    }
  })
  let done: Promise<unknown> = Promise.resolve()
  async function leave() {
    // Where the notice of the planning comes into the first claim, that range is given back and comes second.
    const first = Number(/\d+/.exec(rig.relay.messages[0]?.to ?? '0'))
    const last = [...ids.slice(first), ...ids.slice(0, first)].slice(300)
    done = database.pool
      .query(`update subscribers set state = 'unsubscribed' where id = any($1) returning address`, [last])
      .then(({ rows }) => left.push(...rows.map(({ address }) => address)))
    await done
  }
  await rig.send({ connections: 3 })
  await done
  const mailed = rig.relay.messages.filter(({ to }) => left.includes(to))
  expect(left).toHaveLength(300)
  // What each connection was handing over in that moment.
  expect(mailed.length).toBeLessThanOrEqual(3)
  expect(rig.relay.messages).toHaveLength(300 + mailed.length)
})

test('a sweep says when the next mail falls due, so that nobody waits for the sweep after', async () => {
  await anAudience(database.db, 2)
  await anEdition('2026-11-20', new Date(rig.clock.now().getTime() + 9000))
  await plan()
  const [delay = 0, ...more] = (await rig.sweep()).deliver
  expect(more).toEqual([])
  expect(delay).toBeGreaterThanOrEqual(9000)
  expect(delay).toBeLessThan(9100)
  rig.clock.advance(9000)
  expect((await rig.sweep()).deliver).toEqual([0])
})
