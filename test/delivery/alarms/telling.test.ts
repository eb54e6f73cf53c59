import { pino } from 'pino'
import PostalMime from 'postal-mime'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { announceAlarms } from '../../../services/delivery/alarms/announce-alarms.ts'
import { makeCalls } from '../../../services/delivery/alarms/make-calls.ts'
import { raiseAlarm } from '../../../services/delivery/alarms/raise-alarm.ts'
import { openMailroom } from '../../../services/delivery/mailroom.ts'
import { openTemplates, type Templates } from '../../../services/mail/templates.ts'
import { clockAt, hours, minutes } from '../../support/clock.ts'
import { testConfig } from '../../support/config.ts'
import { useDatabase } from '../../support/database.ts'
import { openRecorder, type Recorder } from '../../support/smtp-recorder.ts'
import { type OperatorServer, startOperatorServer } from './operator-server.ts'

const database = useDatabase()
const clock = clockAt('2026-11-24T12:00:00Z')
const operator = 'olu@example.org'
const secret = 'services/T0/secret-of-the-webhook'
const closers: (() => Promise<void>)[] = []
let templates: Templates
let server: OperatorServer
let relay: Recorder
let logs: string[]

beforeAll(async () => {
  templates = await openTemplates()
})
beforeEach(async () => {
  clock.set('2026-11-24T12:00:00Z')
  logs = []
  await database.pool.query('truncate alarms, calls, notices cascade')
  server = await startOperatorServer()
  relay = await openRecorder()
})
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
  await Promise.all([server.close(), relay.close()])
})

/** A worker of its own, with both addresses unless told otherwise. */
async function aWorker(environment: Record<string, string> = {}) {
  const config = testConfig({
    ALERT_EMAIL: operator,
    ALERT_WEBHOOK: `${server.url}/${secret}?k=1`,
    SMTP_URL: relay.url,
    ...environment
  })
  const log = pino({ level: 'debug' }, { write: (line: string) => void logs.push(line) })
  const deps = { db: database.db, url: database.url, clock, config, log, templates }
  const mailroom = await openMailroom(deps)
  closers.push(() => mailroom.close())
  return {
    async tell() {
      await announceAlarms(deps)
      await makeCalls(deps)
      await mailroom.sendNotices()
    }
  }
}

const anAlarm = {
  key: 'relay_away/1',
  kind: 'relay_away',
  text: 'The relay has not answered for five minutes.',
  at: new Date('2026-11-24T11:58:00Z')
}
const rows = async (statement: string) => (await database.pool.query(statement)).rows as Record<string, unknown>[]
const posted = () => server.calls.map(({ body }) => JSON.parse(body) as Record<string, unknown>)

test('an alarm is mailed, posted and logged once, however often and by whomever it is raised and told', async () => {
  const workers = [await aWorker(), await aWorker()]
  await Promise.all(Array.from({ length: 6 }, () => raiseAlarm(database.db, anAlarm)))
  for (let round = 0; round < 3; round++) {
    await raiseAlarm(database.db, { ...anAlarm, text: 'The same again.' })
    await Promise.all(workers.map((worker) => worker.tell()))
    clock.advance(minutes(10))
  }
  expect(relay.messages.map(({ to }) => to)).toEqual([operator])
  expect(server.calls).toMatchObject([{ method: 'POST', path: `/${secret}?k=1`, type: 'application/json' }])
  expect(posted()).toEqual([
    {
      key: 'relay_away/1',
      kind: 'relay_away',
      text: 'The relay has not answered for five minutes.',
      raisedAt: '2026-11-24T11:58:00.000Z',
      site: 'http://localhost:3000'
    }
  ])
  expect(logs.filter((line) => line.includes('alarm.raised'))).toHaveLength(1)
})

test('the mail says what happened and when, to a person, and is no list mail', async () => {
  const worker = await aWorker()
  await raiseAlarm(database.db, { ...anAlarm, text: 'The relay <b>mx</b> & its "spare" are away.' })
  await worker.tell()
  const mail = await PostalMime.parse(relay.messages[0]?.source ?? '')
  expect(mail.subject).toBe('Daily Papers alarm: relay away')
  const text = mail.text?.replaceAll(/\s+/g, ' ')
  expect(text).toContain('The relay <b>mx</b> & its "spare" are away.')
  expect(text).toContain('Raised on Tuesday, November 24, 2026 at 11:58 (UTC).')
  expect(text).toContain('http://localhost:3000/admin')
  expect(mail.html).toContain('The relay &lt;b&gt;mx&lt;/b&gt; &amp; its')
  expect(mail.headers.filter(({ key }) => key.startsWith('list-'))).toEqual([])
})

test('an alarm raised in a transaction that fails was never raised', async () => {
  const worker = await aWorker()
  const failing = database.db.transaction().execute(async (trx) => {
    await raiseAlarm(trx, anAlarm)
    throw new Error('on purpose')
  })
  await expect(failing).rejects.toThrow('on purpose')
  await worker.tell()
  expect(relay.messages).toEqual([])
  expect(server.calls).toEqual([])
})

test('a text carries no address and stays one line of bounded length', async () => {
  await raiseAlarm(database.db, {
    ...anAlarm,
    text: `550 5.1.1 <ada@example.org>: User\r\nunknown (bob+x@mail.example.org) ${'x'.repeat(5000)}`
  })
  const text = String((await rows('select text from alarms'))[0]?.text)
  expect(text).toMatch(/^550 5\.1\.1 <\[address\]>: User unknown \(\[address\]\) x+…$/)
  expect(text.length).toBeLessThanOrEqual(1000)
})

test('without an address an alarm stands in the log and the table, and a later one is not flooded with it', async () => {
  const silent = await aWorker({ ALERT_EMAIL: '', ALERT_WEBHOOK: '' })
  await raiseAlarm(database.db, anAlarm)
  await silent.tell()
  expect(logs.join('')).toContain('The relay has not answered')
  await (await aWorker()).tell()
  expect(relay.messages).toEqual([])
  expect(server.calls).toEqual([])
  expect(await rows('select key from alarms')).toEqual([{ key: 'relay_away/1' }])
})

test('a webhook that fails is called again at growing intervals until it answers 2xx', async () => {
  const worker = await aWorker({ ALERT_EMAIL: '' })
  await raiseAlarm(database.db, anAlarm)
  server.answer(500)
  const at: number[] = []
  const start = clock.now().getTime()
  for (let second = 0; second <= 600; second += 10) {
    const before = server.calls.length
    await worker.tell()
    if (server.calls.length > before) at.push((clock.now().getTime() - start) / 1000)
    if (second === 450) server.answer(201)
    clock.advance(10_000)
  }
  expect(at).toEqual([0, 30, 90, 210, 450])
  server.answer(200)
  clock.advance(minutes(30))
  await worker.tell()
  await worker.tell()
  clock.advance(hours(3))
  await worker.tell()
  expect(server.calls).toHaveLength(6)
  expect(new Set(server.calls.map(({ body }) => body)).size).toBe(1)
  expect(await rows('select state, tries from calls')).toEqual([{ state: 'answered', tries: 6 }])
})

test.each([
  ['a redirect', 302, { location: 'http://127.0.0.1:1/elsewhere' }],
  ['no permission', 403, {}],
  ['a full window', 429, { 'retry-after': '1' }]
])('%s is no success, and is given up after 24 hours', async (_what, status, headers) => {
  const worker = await aWorker({ ALERT_EMAIL: '' })
  await raiseAlarm(database.db, anAlarm)
  server.answer(status, headers)
  for (let hour = 0; hour < 24; hour++) {
    await worker.tell()
    clock.advance(hours(1))
  }
  expect(server.calls).toHaveLength(24)
  await worker.tell()
  await worker.tell()
  expect(server.calls).toHaveLength(24)
  expect(await rows('select state, reason from calls')).toEqual([{ state: 'given_up', reason: `HTTP ${status}` }])
  expect(logs.filter((line) => line.includes('call.given_up'))).toHaveLength(1)
})

test('a worker that dies while it calls leaves the call to the next', async () => {
  const worker = await aWorker({ ALERT_EMAIL: '' })
  await raiseAlarm(database.db, anAlarm)
  server.answer(500)
  await worker.tell()
  // As it stands while a call is under way.
  await database.pool.query(`update calls set due_at = $1, reason = null`, [
    new Date(clock.now().getTime() + minutes(2))
  ])
  server.answer(200)
  await worker.tell()
  expect(server.calls).toHaveLength(1)
  clock.advance(minutes(2))
  await worker.tell()
  expect(await rows('select state, tries from calls')).toEqual([{ state: 'answered', tries: 2 }])
})

test('the address is where the configuration says at each try, and in no table and no log', async () => {
  const worker = await aWorker()
  await raiseAlarm(database.db, anAlarm)
  server.answer(500)
  relay.script({ rcpt: () => ({ code: 451, text: `4.7.1 <${operator}> try later` }) })
  await worker.tell()
  const told = JSON.stringify([await rows('select n::text, a::text, c::text from notices n, alarms a, calls c'), logs])
  for (const hidden of [operator, secret, 'k=1']) expect(told).not.toContain(hidden)

  relay.script({})
  clock.advance(minutes(2))
  await (await aWorker({ ALERT_EMAIL: 'kofi@example.org', ALERT_WEBHOOK: '' })).tell()
  expect(relay.messages.map(({ to }) => to)).toEqual(['kofi@example.org'])
  expect(await rows('select state from calls')).toEqual([{ state: 'withdrawn' }])
})

test('an alarm whose mail finds no address any more is withdrawn', async () => {
  const worker = await aWorker()
  await raiseAlarm(database.db, anAlarm)
  relay.script({ rcpt: () => ({ code: 451, text: '4.3.0 later' }) })
  await worker.tell()
  clock.advance(minutes(5))
  await (await aWorker({ ALERT_EMAIL: '' })).tell()
  expect(await rows('select state from notices')).toEqual([{ state: 'withdrawn' }])
})
