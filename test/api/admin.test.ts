import { expect, test } from 'vitest'
import { raiseAlarm } from '../../services/delivery/alarms/raise-alarm.ts'
import { adminToken, useApp } from '../support/app.ts'
import { aSubscriber } from '../support/cast.ts'

const site = useApp()
const basic = (password: string, user = 'operator') => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

test.each([
  undefined,
  '',
  'Basic',
  'Basic !!!',
  basic(''),
  basic('wrong'),
  basic(adminToken.slice(0, -1)),
  basic(`${adminToken}x`),
  `Basic ${Buffer.from(adminToken).toString('base64')}`,
  'Bearer wrong',
  `Digest ${adminToken}`
])('Authorization: %s is not let in', async (authorization) => {
  const headers = authorization === undefined ? {} : { authorization }
  const page = await site.app.inject({ url: '/admin', headers: { ...headers, accept: 'text/html' } })
  expect(page.statusCode).toBe(401)
  expect(page.headers).toMatchObject({
    'cache-control': 'no-store',
    'www-authenticate': expect.stringMatching(/^Basic /)
  })
  const json = await site.app.inject({ url: '/admin', headers: { ...headers, accept: 'application/json' } })
  expect(json.headers['www-authenticate']).toMatch(/^Bearer /)
  expect(json.json()).toMatchObject({ status: 401, code: 'UNAUTHORIZED' })
})

test('a browser gets in with the token as password, under any name', async () => {
  await aSubscriber(site.deps.db, { address: 'ada@example.org' })
  for (const user of ['operator', '', 'a:b'.slice(0, 1)]) {
    const page = await site.app.inject({
      url: '/admin',
      headers: { authorization: basic(adminToken, user), accept: 'text/html' }
    })
    expect(page.statusCode).toBe(200)
    expect(page.headers['cache-control']).toBe('no-store')
    expect(page.body).toContain('Next freeze')
    expect(page.body).toMatch(/Active<\/th><td class="number">1</)
    expect(page.body).not.toContain('ada@example.org')
  }
})

test('a program gets the same as JSON, with the token as Bearer', async () => {
  await site.database.pool.query(
    `insert into freezes (planned_at, outcome, reason, settled_at)
     values ('2026-11-23T08:00:00Z', 'missed', 'the service was down', '2026-11-23T21:00:00Z')`
  )
  await site.database.pool.query(
    `insert into job_runs (job, finished_at, error, failed_at)
     values ('plan', '2026-11-24T06:59:00Z', 'a job broke', '2026-11-23T20:00:00Z')`
  )
  const { db } = site.deps
  const alarm = { key: 'relay_away/1', kind: 'relay_away', text: 'The relay <mx> is away.' }
  await raiseAlarm(db, { ...alarm, at: new Date('2026-11-23T12:00:00Z') })
  await raiseAlarm(db, { ...alarm, key: 'relay_away/0', at: new Date('2026-11-17T06:59:59Z') })
  const answer = await site.app.inject({
    url: '/admin',
    headers: { authorization: `bearer ${adminToken}`, accept: 'application/json' }
  })
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({
    today: { state: 'collecting', feedDay: '2026-11-23' },
    subscribers: { active: 1 },
    newestEdition: null,
    noticesOwed: 0,
    queueBacklog: { plan: 0, deliver: 0, notify: 0, sweep: 0 },
    lastError: { at: '2026-11-23T21:00:00.000Z', what: 'freeze missed', reason: 'the service was down' },
    jobs: [{ job: 'plan', lastRunAt: '2026-11-24T06:59:00.000Z' }],
    alarms: [{ ...alarm, raisedAt: '2026-11-23T12:00:00.000Z' }]
  })
  const page = await site.app.inject({
    url: '/admin',
    headers: { authorization: basic(adminToken), accept: 'text/html' }
  })
  expect(page.body).toContain('The relay &lt;mx> is away.')
})
