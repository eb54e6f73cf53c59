import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildApp } from '../../services/api/app.ts'
import { planNotices } from '../../services/delivery/plan-notices.ts'
import { english } from '../../services/mail/words/en.ts'
import { openQueues, type Queues } from '../../services/platform/queues.ts'
import { settleSignUps } from '../../services/subscribers/settle-sign-ups.ts'
import { testConfig, tuesday } from '../support/app.ts'
import { clockAt, days, hours, minutes } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'

const database = useDatabase()
const clock = clockAt(tuesday)
// A relay of one's own: nothing here is local mode, where this machine has no budget.
const config = testConfig({ TRUST_PROXY: '127.0.0.1', SMTP_URL: 'smtp://127.0.0.1:1025' })
let app: FastifyInstance
let queues: Queues

beforeAll(async () => {
  const log = pino({ level: 'silent' })
  // Nobody listens there: Redis is away, and neither the answers nor the budgets need it.
  queues = await openQueues({ redisUrl: 'redis://127.0.0.1:9' }, database.url, log)
  app = await buildApp({ config, words: english, db: database.db, clock, queues, log })
})
afterAll(async () => {
  await app.close()
  await queues.close()
})

beforeEach(async () => {
  clock.set(tuesday)
  await database.pool.query('truncate subscribers, sign_ups, budget_marks, sign_up_pressure, used_proofs cascade')
})

async function post(email: string, from: string): Promise<void> {
  const { statusCode } = await app.inject({
    method: 'POST',
    url: '/subscriptions',
    headers: { 'x-forwarded-for': from },
    payload: { email }
  })
  expect(statusCode).toBe(202)
}

/** What two workers make of it: all that ever leads to a mail. Returns how many there are now. */
async function mails(): Promise<number> {
  const worker = { db: database.db, clock, config }
  await Promise.all([settleSignUps(worker), settleSignUps(worker)])
  await Promise.all([planNotices(worker), planNotices(worker)])
  const { rows } = await database.pool.query('select count(*)::int as count from notices')
  return rows[0].count
}

const network = (index: number) => `${11 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}.7`

test('10,000 posts to one address from 10,000 networks are at most three mails a day', {
  timeout: 240_000
}, async () => {
  // Spread over a day, the ways to write the address among them.
  const spellings = ['a.da@gmail.com', 'ada@gmail.com', 'AD.A+news@gmail.com', 'ada+x1@googlemail.com']
  const counts: number[] = []
  for (let index = 0; index < 10_000; index++) {
    if (index % 500 === 0) {
      if (index > 0) counts.push(await mails())
      clock.set(new Date(Date.parse(tuesday) + (index / 10_000) * days(1)))
    }
    await post(spellings[index % spellings.length] as string, network(index))
  }
  counts.push(await mails())
  expect(counts.at(-1)).toBe(3)

  // The day after there are three more, however often it is asked; then the thirty days are used up.
  for (const day of [1, 2, 3]) {
    for (const minute of [30, 60, 90, 120]) {
      clock.set(new Date(Date.parse(tuesday) + days(day) + minutes(minute)))
      await post('ada@gmail.com', network(20_000 + minute))
      await mails()
    }
  }
  expect(await mails()).toBe(5)
})

test.each([
  ['an IPv4 address', '198.51.100.7', '198.51.100.7'],
  ['an IPv6 /64', '2001:db8:1:2:aaaa::1', '2001:db8:1:2:bbbb::9']
])(
  '%s gets mails to 3 addresses in a minute and to 10 in an hour where nothing speaks for it',
  async (_, one, other) => {
    const seen: number[] = []
    for (let minute = 0; minute < 61; minute++) {
      clock.set(new Date(Date.parse(tuesday) + minutes(minute)))
      for (let index = 0; index < 5; index++)
        await post(`reader${minute}-${index}@d${index}.test`, index % 2 ? one : other)
      seen.push(await mails())
    }
    expect(seen[0]).toBe(3)
    expect(seen.slice(1, 60).at(-1)).toBe(10)
    expect(seen[60]).toBe(13)
  }
)

test('a receiving domain gets 60 in an hour, a disposable one 10, a big one more', async () => {
  let index = 0
  for (const [domain, asked] of [
    ['small.test', 80],
    ['mailinator.com', 20],
    ['outlook.com', 100]
  ] as const)
    for (let n = 0; n < asked; n++) await post(`reader${n}@${domain}`, network(++index))
  expect(await mails()).toBe(60 + 10 + 100)
  clock.advance(hours(1))
  await post('late@small.test', network(++index))
  expect(await mails()).toBe(60 + 10 + 100 + 1)
})

test('in local mode this machine has no budget of its own, but each address does', async () => {
  const local = await buildApp({
    config: testConfig(),
    words: english,
    db: database.db,
    clock,
    queues,
    log: pino({ level: 'silent' })
  })
  for (let index = 0; index < 12; index++) {
    for (let time = 0; time < 3; time++)
      await local.inject({ method: 'POST', url: '/subscriptions', payload: { email: `reader${index}@example.org` } })
  }
  expect(await mails()).toBe(12)
  await local.close()
})
