import { expect, test } from 'vitest'
import { closeLease } from '../../services/delivery/claims/close-lease.ts'
import { minutes } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { readers, useRig, written } from './rig.ts'

const database = useDatabase()
const rig = useRig(database)
const reply = async (address: string) => {
  const { rows } = await database.pool.query(
    `select d.state, d.tries, d.doubts, d.settled_at, x.due_at, x.lease, a.reply from deliveries d
     join subscribers s on s.id = d.subscriber_id
     left join single_deliveries x on x.edition_id = d.edition_id and x.subscriber_id = d.subscriber_id
     left join lateral (
       select reply from attempts a where a.edition_id = d.edition_id and a.subscriber_id = d.subscriber_id order by at desc limit 1
     ) a on true
     where s.address = $1`,
    [address]
  )
  return rows[0]
}

const leases = async () => (await database.pool.query('select until from leases')).rows

/** As if its holder were gone and the time over: every lease is ended by another process. */
async function endLeases(inDoubtAfterMs: number) {
  const { rows } = await database.pool.query('select id from leases where until is not null')
  const ended = []
  for (const { id } of rows)
    ended.push(
      await closeLease(database.db, id, 'unknown', {
        inDoubtAfterMs: { deliveries: inDoubtAfterMs, notices: inDoubtAfterMs },
        now: rig.clock.now(),
        reason: 'ended by the test'
      })
    )
  return ended
}

test('every due delivery is accepted once, and the relay’s answer is on record', async () => {
  await rig.plan(readers(50))
  const report = await rig.send()
  expect(report).toEqual({ kind: 'drained', counts: { accepted: 50 } })
  expect(rig.relay.messages.map(({ to }) => to).toSorted()).toEqual(readers(50).toSorted())
  expect(Object.values(await rig.states())).toEqual(Array(50).fill('accepted'))
  expect(await reply('reader-0@example.org')).toMatchObject({
    tries: 1,
    lease: null,
    reply: expect.stringContaining('250'),
    settled_at: rig.clock.now()
  })
  const { rows: attempts } = await database.pool.query('select outcome, relay, relay_id from attempts')
  expect(new Set(attempts.map(({ outcome, relay }) => `${outcome} by ${relay}`))).toEqual(new Set(['accepted by 0']))
  expect(new Set(attempts.map((attempt) => attempt.relay_id))).toEqual(
    new Set(Array.from({ length: 50 }, (_, i) => `R${i + 1}`))
  )
  expect(attempts).toHaveLength(50)
  expect((await rig.send()).counts).toEqual({})
})

test('a mail that cannot be written is refused by itself, with the reason on record, and the others go', async () => {
  await rig.plan(readers(5))
  const report = await rig.send({
    render: async ({ address }) =>
      address === 'reader-2@example.org' ? { unwritable: 'no plain address' } : written(`To: ${address}\r\n\r\nx\r\n`)
  })
  expect(report).toEqual({ kind: 'drained', counts: { accepted: 4, refused: 1 } })
  expect(rig.relay.recipients).not.toContain('reader-2@example.org')
  expect(await reply('reader-2@example.org')).toMatchObject({
    state: 'refused',
    tries: 1,
    lease: null,
    reply: 'not written: no plain address'
  })
})

test('two workers on one edition do not double', async () => {
  await rig.plan(readers(200))
  const reports = await Promise.all([rig.send(), rig.send()])
  expect(rig.relay.messages).toHaveLength(200)
  expect(new Set(rig.relay.messages.map(({ to }) => to)).size).toBe(200)
  expect(reports.map(({ counts }) => counts.accepted ?? 0).reduce((a, b) => a + b)).toBe(200)
})

test('what is not due yet stays', async () => {
  await rig.plan(readers(1))
  rig.clock.advance(-1)
  expect((await rig.send()).counts).toEqual({})
  expect(rig.relay.messages).toHaveLength(0)
})

test('a refusal is final, a deferral is tried again when its wait is over, at most as often as there are waits', async () => {
  await rig.plan(['refused@example.org', 'deferred@example.org'])
  rig.relay.script({
    rcpt: (address) =>
      address.startsWith('refused')
        ? { code: 550, text: '5.1.1 no such user <refused@example.org>' }
        : { code: 451, text: '4.3.2 try later' }
  })
  expect((await rig.send()).counts).toEqual({ refused: 1, deferred: 1 })
  expect(await reply('refused@example.org')).toMatchObject({
    state: 'refused',
    reply: expect.not.stringContaining('refused@')
  })

  const waits = []
  for (let tries = 1; tries <= 2; tries++) {
    const { due_at } = await reply('deferred@example.org')
    waits.push((due_at.getTime() - rig.clock.now().getTime()) / minutes(1))
    rig.clock.set(new Date(due_at.getTime() - 1))
    expect((await rig.send()).counts).toEqual({})
    rig.clock.set(due_at)
    await rig.send()
  }
  expect(waits[0]).toBeGreaterThanOrEqual(4)
  expect(waits[0]).toBeLessThanOrEqual(6)
  expect(waits[1]).toBeGreaterThanOrEqual(12)
  expect(waits[1]).toBeLessThanOrEqual(18)
  expect(await reply('deferred@example.org')).toMatchObject({ state: 'expired', tries: 3 })
  expect(rig.relay.recipients.filter((address) => address.startsWith('refused'))).toHaveLength(1)
})

test('a delivery that is still deferred when it is stale expires', async () => {
  await rig.plan(readers(1))
  await database.pool.query('update deliveries set expires_at = $1', [new Date(rig.clock.now().getTime() + minutes(3))])
  rig.relay.script({ rcpt: () => ({ code: 451, text: '4.7.1 try later' }) })
  await rig.send()
  expect(Object.values(await rig.states())).toEqual(['expired'])
})

test('what the relay said about itself is kept with the delivery, though it used up no try', async () => {
  await rig.plan(readers(1))
  rig.relay.script({ rcpt: () => ({ code: 454, text: '4.7.1 <reader-0@example.org>: Relay access denied' }) })
  await rig.send({ connections: 1 })
  const { rows } = await database.pool.query(
    'select d.state, d.tries, a.outcome, a.reply_class, a.reply from deliveries d left join attempts a using (subscriber_id)'
  )
  const said = { outcome: 'deferred', reply_class: 'relay', reply: expect.stringContaining('Relay access denied') }
  expect(rows).toEqual([{ state: 'deferred', tries: 0, ...said }])
})

test('a delivery found stale by the claim is not sent', async () => {
  await rig.plan(readers(1))
  await database.pool.query('update deliveries set expires_at = $1', [rig.clock.now()])
  await rig.send()
  expect(rig.relay.messages).toHaveLength(0)
  expect(Object.values(await rig.states())).toEqual(['expired'])
})

test.each(['unsubscribed', 'paused'])('who %s before the claim is not mailed', async (state) => {
  await rig.plan(readers(20))
  await database.pool.query(`update subscribers set state = $1 where address = 'reader-7@example.org'`, [state])
  await rig.send()
  expect(rig.relay.messages).toHaveLength(19)
  expect(await reply('reader-7@example.org')).toMatchObject({ state: 'withdrawn', settled_at: rig.clock.now() })
})

test.each(['unsubscribed', 'paused'])(
  'who %s after the claim and before the hand-over is not mailed',
  async (state) => {
    await rig.plan(readers(3))
    await rig.send({
      connections: 1,
      // All three are claimed by now; the first is about to be handed over.
      render: async ({ address }) => {
        if (address === 'reader-0@example.org')
          await database.pool.query(`update subscribers set state = $1 where address = 'reader-2@example.org'`, [state])
        return written('Subject: x\r\n\r\nx\r\n')
      }
    })
    expect(rig.relay.messages.map(({ to }) => to)).toEqual(['reader-0@example.org', 'reader-1@example.org'])
    expect((await rig.states())['reader-2@example.org']).toBe('withdrawn')
  }
)

test('a relay that cannot be reached costs no try and loses nothing', async () => {
  await rig.plan(readers(10))
  const { close } = rig.relay
  await close()
  const report = await rig.send()
  expect(report).toMatchObject({ kind: 'unreachable', reason: expect.any(String) })
  const { rows } = await database.pool.query('select distinct state, tries from deliveries')
  expect(rows).toEqual([{ state: 'planned', tries: 0 }])
  expect(await leases()).toEqual([{ until: null }])
})

test('an acceptance whose answer was lost is in doubt, and goes again later with the same bytes', async () => {
  await rig.plan(readers(1))
  rig.relay.script({ data: () => 'store-and-drop' })
  expect((await rig.send()).counts).toEqual({ in_doubt: 1 })
  rig.relay.script({})
  rig.clock.advance(minutes(30) - 1)
  expect((await rig.send()).counts).toEqual({})
  rig.clock.advance(1)
  expect((await rig.send()).counts).toEqual({ accepted: 1 })
  const [first, second] = rig.relay.messages
  expect(second?.source).toEqual(first?.source)
  expect(await reply('reader-0@example.org')).toMatchObject({ state: 'accepted', doubts: 1, tries: 2 })
})

test('a dropped connection before the final dot is no doubt', async () => {
  await rig.plan(readers(1))
  rig.relay.script({ rcpt: () => 'drop' })
  expect(await rig.send()).toMatchObject({ kind: 'unreachable' })
  expect(await reply('reader-0@example.org')).toMatchObject({ state: 'planned', doubts: 0, tries: 0 })
})

test('asked to stop, it finishes what is in flight and gives the rest back', async () => {
  await rig.plan(readers(30))
  const stop = new AbortController()
  let rendered = 0
  const report = await rig.send({
    connections: 2,
    stop: stop.signal,
    render: async () => {
      rendered += 1
      if (rendered === 5) stop.abort()
      return written('Subject: x\r\n\r\nx\r\n')
    }
  })
  expect(report.kind).toBe('stopped')
  const states = Object.values(await rig.states())
  expect(states.filter((state) => state === 'accepted')).toHaveLength(rig.relay.messages.length)
  expect(states.filter((state) => state === 'planned')).toHaveLength(30 - rig.relay.messages.length)
  expect(rig.relay.messages.length).toBeLessThan(8)
})

test('a worker that outlives its lease hands nothing more over, and does not overwrite who took over', async () => {
  await rig.plan(readers(2))
  let taken = false
  await rig.send({
    connections: 1,
    leaseMs: 1500,
    render: async ({ address }) => {
      if (!taken) {
        taken = true
        // Its mails are given back, another worker sends them, and this one learns that its lease is gone.
        await database.pool.query(`update leases set until = null`)
        await rig.send()
        await new Promise((resolve) => setTimeout(resolve, 1600))
      }
      return written(`To: ${address}\r\n\r\nlate\r\n`)
    }
  })
  expect(rig.relay.messages).toHaveLength(2)
  expect(new Set(rig.relay.messages.map(({ to }) => to)).size).toBe(2)
  expect(Object.values(await rig.states())).toEqual(['accepted', 'accepted'])
})

test('a 250 that comes after the lease is recorded all the same', async () => {
  await rig.plan(readers(1))
  rig.relay.script({ data: () => 'stall' })
  const sending = rig.send()
  await rig.relay.waitFor(1)
  expect(await endLeases(minutes(30))).toEqual([{ givenBack: 0, inDoubt: 1 }])
  rig.relay.release()
  await sending
  expect(await reply('reader-0@example.org')).toMatchObject({ state: 'accepted' })
  rig.clock.advance(minutes(31))
  expect((await rig.send()).counts).toEqual({})
})

test('outcomes wait for a database that is away, and nothing is sent twice', async () => {
  await rig.plan(readers(6))
  rig.relay.script({ data: () => 'stall' })
  const sending = rig.send({ connections: 3 })
  await rig.relay.waitFor(3)
  await database.pool.query('alter table deliveries rename to deliveries_away')
  rig.relay.script({})
  rig.relay.release()
  await database.pool.query('select pg_sleep(0.3)')
  await database.pool.query('alter table deliveries_away rename to deliveries')
  expect((await sending).counts).toEqual({ accepted: 6 })
  expect(rig.relay.messages).toHaveLength(6)
})

test('one mail that cannot be written holds up no other, is told of, and is tried again a minute later', async () => {
  await rig.plan(readers(20))
  await expect(
    rig.send({
      connections: 1,
      render: async ({ address }) => {
        if (address === 'reader-3@example.org') throw new Error('no segments')
        return written(`To: ${address}\r\n\r\nx\r\n`)
      }
    })
  ).rejects.toThrow('no segments')
  const { 'reader-3@example.org': broken, ...others } = await rig.states()
  expect(broken).toBe('deferred')
  expect(new Set(Object.values(others))).toEqual(new Set(['accepted']))
  expect(await leases()).toEqual([])
  expect((await rig.send()).counts).toEqual({})
  rig.clock.advance(minutes(1))
  await rig.send()
  expect(new Set(Object.values(await rig.states()))).toEqual(new Set(['accepted']))
  expect(rig.relay.messages).toHaveLength(20)
})

test('where no mail can be written, three are tried and put off, the others are as before, and none is in doubt', async () => {
  await rig.plan(readers(20))
  let tried = 0
  await expect(
    rig.send({
      connections: 1,
      async render() {
        tried += 1
        throw new Error('no segments')
      }
    })
  ).rejects.toThrow('no segments')
  expect(tried).toBe(3)
  const { rows } = await database.pool.query(
    'select state, tries, count(*)::int as n from deliveries group by 1, 2 order by 1'
  )
  expect(rows).toEqual([
    { state: 'deferred', tries: 0, n: 3 },
    { state: 'planned', tries: 0, n: 17 }
  ])
  expect(await leases()).toEqual([{ until: null }])
})

test('beside a mail that gets no answer, one that cannot be written ends nothing', async () => {
  await rig.plan(['silent@example.org', 'broken@example.org', 'late@example.org'])
  rig.relay.script({ data: ({ to }) => (to === 'silent@example.org' ? 'stall' : 'accept') })
  await database.pool.query(
    `insert into single_deliveries (edition_id, subscriber_id, due_at)
     select edition_id, id, now() + interval '1 year' from deliveries join subscribers on id = subscriber_id
     where address = 'late@example.org'`
  )
  let tried = 0
  const sending = rig.send({
    connections: 2,
    render: async ({ address }) => {
      if (address !== 'broken@example.org') return written(`To: ${address}\r\n\r\nx\r\n`)
      tried += 1
      throw new Error('no segments')
    }
  })
  await rig.relay.waitFor(1)
  await expect.poll(() => tried).toBe(1)
  await database.pool.query(`update single_deliveries set due_at = $1 where due_at > now() + interval '1 day'`, [
    rig.clock.now()
  ])
  // Found by the run that still waits for the silent one.
  await rig.relay.waitFor(2)
  expect(rig.relay.messages.map(({ to }) => to)).toEqual(['silent@example.org', 'late@example.org'])
  expect(tried).toBe(1)
  rig.relay.release()
  await expect(sending).rejects.toThrow('no segments')
})
