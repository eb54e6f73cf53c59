import { expect, test } from 'vitest'
import { knownReplies } from '../mail/replies/known-replies.ts'
import { stateOf } from '../support/cast.ts'
import { hours } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { useRig } from './rig.ts'

const database = useDatabase()
const rig = useRig(database)

/** One delivery each, to the relay's given answers at RCPT. */
async function sendTo(answers: Record<string, string>): Promise<void> {
  await rig.plan(Object.keys(answers))
  rig.relay.script({
    rcpt: (address) => ({ code: Number(answers[address]?.slice(0, 3)), text: answers[address]?.slice(4) ?? '' })
  })
  await rig.send({ connections: 1 })
}

test('a reader whose address is not there is suppressed with the edition that was refused', async () => {
  await sendTo({ 'gone@example.org': '550 5.1.1 User unknown', 'full@example.org': '552 5.2.2 Over quota' })
  expect(await rig.states()).toEqual({ 'gone@example.org': 'refused', 'full@example.org': 'refused' })
  expect(await stateOf(database.db, 'gone@example.org')).toBe('suppressed')
  expect(await stateOf(database.db, 'full@example.org')).toBe('active')
  const { rows } = await database.pool.query('select soft, soft_since::text from bounce_counts')
  expect(rows).toEqual([{ soft: 1, soft_since: '2026-11-23' }])
})

test('an edition that was accepted since is seen where the next is refused', async () => {
  await sendTo({ 'full@example.org': '552 5.2.2 Over quota' })
  const { rows } = await database.pool.query(
    `update bounce_counts set soft = 4, soft_since = '2026-10-01', counted_on = '2026-11-10' returning subscriber_id`
  )
  const id = 900
  await database.pool.query(
    `insert into editions (id, feed_day, state, frozen_at) overriding system value values (${id}, '2026-11-20', 'sent', now())`
  )
  await database.pool.query(`create table deliveries_${id} partition of deliveries for values in (${id})`)
  await database.pool.query(
    `insert into deliveries (edition_id, subscriber_id, revision, state, dated_at, due_at, expires_at)
     values (${id}, $1, 1, 'accepted', now(), now(), now())`,
    [rows[0].subscriber_id]
  )
  await database.pool.query(
    `update deliveries set state = 'planned' where subscriber_id = $1 and edition_id <> ${id}`,
    [rows[0].subscriber_id]
  )
  await database.pool.query(`insert into single_deliveries (edition_id, subscriber_id, due_at)
    select edition_id, subscriber_id, due_at from deliveries where state = 'planned'`)
  await rig.send({ connections: 1 })
  expect(await stateOf(database.db, 'full@example.org')).toBe('active')
  const counts = await database.pool.query('select soft, soft_since::text from bounce_counts')
  expect(counts.rows).toEqual([{ soft: 1, soft_since: '2026-11-23' }])
  await database.pool.query(`drop table deliveries_${id}`)
})

test('no refusal for policy, our own bug or the relay, and no 4xx of any class, touches a reader', async () => {
  const answers = Object.entries(knownReplies).flatMap(([meaning, replies]) =>
    replies.flatMap(([, text]) => {
      const harmless = text.startsWith('4') || ['policy', 'message'].includes(meaning)
      return harmless && !text.startsWith('421') && meaning !== 'relay' && /^\d{3}[ -]\S/.test(text) ? [text] : []
    })
  )
  expect(answers.length).toBeGreaterThan(60)
  await sendTo(
    Object.fromEntries(answers.map((text, n) => [`reader@domain-${n}.example.org`, text.replaceAll('\n', ' ')]))
  )
  const { rows } = await database.pool.query(
    `select state, count(*) from subscribers group by state union all select 'counted', count(*) from bounce_counts`
  )
  expect(rows).toEqual([
    { state: 'active', count: answers.length },
    { state: 'counted', count: 0 }
  ])
  const refused = Object.values(await rig.states()).filter((state) => state === 'refused')
  expect(refused).toHaveLength(answers.filter((text) => text.startsWith('5')).length)
})

test('a relay that refuses everybody leaves everybody subscribed and every mail planned', async () => {
  await sendTo({
    'anna@example.org': '554 5.7.1 Relay access denied',
    'ben@example.org': '554 5.7.1 Relay access denied'
  })
  expect(await stateOf(database.db, 'anna@example.org')).toBe('active')
  rig.relay.script({})
  rig.clock.advance(hours(1))
  await rig.send({ connections: 1 })
  expect(await rig.states()).toEqual({ 'anna@example.org': 'accepted', 'ben@example.org': 'accepted' })
})
