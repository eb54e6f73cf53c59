import { afterEach, expect, test } from 'vitest'
import { useApp } from '../support/app.ts'

const site = useApp()

afterEach(async () => {
  await site.database.pool.query('alter table if exists away rename to paper_listings')
})

test('a failure of ours is masked, logged, and leaves the headers in place', async () => {
  await site.database.pool.query('alter table paper_listings rename to away')
  for (const accept of ['text/html', 'application/json']) {
    const answer = await site.app.inject({ url: '/', headers: { accept } })
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toMatch(/paper_listings|relation|select/)
    expect(answer.headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer'
    })
  }
  const logged = site.logs.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(logged).toContainEqual(expect.objectContaining({ event: 'http.error', route: '/', status: 500 }))
  expect(site.logs.join('')).toContain('paper_listings')
})

test('metrics go on without the figures that cannot be read', async () => {
  await site.database.pool.query('alter table paper_listings rename to away')
  await site.database.pool.query('alter table notices rename to notices_away')
  const { statusCode, body } = await site.app.inject('/metrics')
  await site.database.pool.query('alter table notices_away rename to notices')
  expect(statusCode).toBe(200)
  expect(body).toContain('process_cpu_seconds_total')
  expect(body).toContain('daily_papers_queue_backlog{queue="plan"} 0')
})
