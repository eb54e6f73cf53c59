import { expect, test } from 'vitest'
import { useApp } from '../support/app.ts'
import { aSubscriber } from '../support/cast.ts'

const site = useApp()

test('today, before the freeze and with nothing made yet, is collecting', async () => {
  const answer = await site.app.inject({ url: '/status/today', headers: { accept: 'application/json' } })
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toEqual({
    state: 'collecting',
    reason: expect.any(String),
    feedDay: '2026-11-23',
    freezeAt: '2026-11-24T08:00:00.000Z',
    nextFreezeAt: '2026-11-24T08:00:00.000Z',
    sources: []
  })
  const page = await site.app.inject({ url: '/status/today', headers: { accept: 'text/html' } })
  expect(page.body).toContain('Collecting papers')
  expect(page.body).toContain('Tuesday, November 24, 08:00 UTC')
})

test('alive and ready are said in JSON, whoever asks', async () => {
  for (const accept of ['text/html', '*/*']) {
    expect((await site.app.inject({ url: '/healthz', headers: { accept } })).json()).toEqual({ status: 'alive' })
    expect((await site.app.inject({ url: '/readyz', headers: { accept } })).json()).toEqual({ status: 'ready' })
  }
})

test('metrics count requests by route, subscribers, mails owed and the backlog, and name nobody', async () => {
  await aSubscriber(site.deps.db, { address: 'counted@example.org' })
  await aSubscriber(site.deps.db, { address: 'left@example.org', state: 'unsubscribed' })
  await site.app.inject('/confirm/a-secret-that-must-not-show')
  const { statusCode, headers, body } = await site.app.inject('/metrics')
  expect(statusCode).toBe(200)
  expect(headers['content-type']).toContain('text/plain')
  expect(body).toContain('daily_papers_subscribers{state="active"} 1')
  expect(body).toContain('daily_papers_subscribers{state="unsubscribed"} 1')
  expect(body).toContain('daily_papers_notices_owed 0')
  expect(body).toContain('daily_papers_queue_backlog{queue="notify"} 0')
  expect(body).toContain('http_request_duration_seconds_count{method="GET",route="/confirm/:token",status="404"} 1')
  expect(body).toMatch(/^process_resident_memory_bytes \d+/m)
  expect(body).not.toMatch(/example\.org|a-secret-that/)
})

test('small files are served, the style sheet for good', async () => {
  const page = await site.app.inject({ url: '/', headers: { accept: 'text/html' } })
  const path = /href="(\/style\.[0-9a-f]+\.css)"/.exec(page.body)?.[1] ?? ''
  const sheet = await site.app.inject(path)
  expect(sheet.headers).toMatchObject({
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable'
  })
  expect(sheet.body).not.toMatch(/@import|url\(/)
  expect((await site.app.inject('/favicon.svg')).headers['content-type']).toBe('image/svg+xml')
  expect((await site.app.inject('/robots.txt')).body).toContain('Disallow: /unsubscribe/')
})

test('HEAD answers like GET, without a body', async () => {
  for (const url of ['/', '/status/today', '/healthz']) {
    const { statusCode, body } = await site.app.inject({ method: 'HEAD', url })
    expect([statusCode, body]).toEqual([200, ''])
  }
})
