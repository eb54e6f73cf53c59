import { expect, test } from 'vitest'
import { adminToken, useApp } from '../support/app.ts'

const site = useApp()

test('the operator sees where nothing is sent and why, and nobody else does', async () => {
  await site.database.pool.query(
    `insert into sending_pauses (scope, why, since, until, reply, ended_at) values
       ('busy.test', 'rate', '2026-11-24T06:50:00Z', '2026-11-24T07:05:00Z', '421 4.7.28 slow down <b>', null),
       ('*', 'unreachable', '2026-11-24T06:55:00Z', '2026-11-24T07:00:05Z', 'connect ECONNREFUSED', null),
       ('strict.test', 'policy', '2026-11-24T05:00:00Z', '2026-11-24T05:15:00Z', '550 5.7.1 no', '2026-11-24T05:15:00Z')`
  )
  const authorization = `Bearer ${adminToken}`
  const json = await site.app.inject({ url: '/admin', headers: { authorization, accept: 'application/json' } })
  expect(json.json().pauses).toEqual([
    {
      domain: 'busy.test',
      why: 'rate',
      since: '2026-11-24T06:50:00.000Z',
      until: '2026-11-24T07:05:00.000Z',
      reply: '421 4.7.28 slow down <b>'
    },
    {
      domain: null,
      why: 'unreachable',
      since: '2026-11-24T06:55:00.000Z',
      until: '2026-11-24T07:00:05.000Z',
      reply: 'connect ECONNREFUSED'
    }
  ])

  const page = await site.app.inject({ url: '/admin', headers: { authorization, accept: 'text/html' } })
  expect(page.body).toMatch(
    /busy\.test<\/th><td>It asked for fewer mails; tried again .+: 421 4\.7\.28 slow down &lt;b/
  )
  expect(page.body).toMatch(/All mails<\/th><td>The relay cannot be reached/)
  expect(page.body).not.toContain('strict.test')

  const metrics = (await site.app.inject('/metrics')).body
  expect(metrics).toContain('daily_papers_sending_pauses{why="rate"} 1')
  expect(metrics).toContain('daily_papers_sending_pauses{why="policy"} 0')
  const status = await site.app.inject({ url: '/status/today', headers: { accept: 'application/json' } })
  expect(status.body).not.toContain('busy.test')
})
