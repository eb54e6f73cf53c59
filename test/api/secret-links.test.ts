import { expect, test } from 'vitest'
import { signSubscriberToken } from '../../services/platform/tokens.ts'
import { signUp, tuesday, useApp } from '../support/app.ts'
import { aSubscriber } from '../support/cast.ts'
import { days } from '../support/clock.ts'

const site = useApp()

test('unknown, forged, cut off and expired links get one and the same answer', async () => {
  const expired = await signUp(site, 'slow@example.org')
  site.deps.clock.advance(days(2))
  const id = await aSubscriber(site.deps.db, { address: 'ada@example.org' })
  const unsubscribe = signSubscriberToken(site.deps.config.secretKeys, 'unsubscribe', id)
  const foreign = signSubscriberToken(['another key of another installation'], 'unsubscribe', id)
  const nobody = signSubscriberToken(site.deps.config.secretKeys, 'unsubscribe', 999_999)
  const tokens = [
    expired,
    foreign,
    nobody,
    unsubscribe.slice(0, -3),
    'x',
    'a'.repeat(100),
    'a'.repeat(5000),
    '%zz',
    '%00',
    '%F0%9F%92%A9'
  ]

  for (const accept of ['text/html', 'application/json']) {
    const answers = new Set<string>()
    for (const token of tokens) {
      for (const [method, path] of [
        ['GET', `/confirm/${token}`],
        ['POST', `/confirm/${token}`],
        ['GET', `/unsubscribe/${token}`],
        ['POST', `/unsubscribe/${token}`],
        ['POST', `/unsubscribe/${token}/undo`],
        ['GET', `/not-me/${token}`],
        ['POST', `/not-me/${token}`],
        ['GET', `/preferences/${token}`],
        ['POST', `/preferences/${token}`],
        ['GET', `/account/${token}`],
        ['POST', `/account/${token}`],
        // A token for one thing opens no other.
        ['GET', `/confirm/${unsubscribe}`],
        ['GET', `/unsubscribe/${expired}`],
        ['GET', `/preferences/${unsubscribe}`],
        ['POST', `/not-me/${unsubscribe}`],
        ['GET', `/account/${expired}`]
      ] as const) {
        const { statusCode, headers, body } = await site.app.inject({ method, url: path, headers: { accept } })
        const { date: _date, ...rest } = headers
        answers.add(JSON.stringify({ statusCode, headers: Object.entries(rest).map(String).toSorted(), body }))
      }
    }
    expect([...answers]).toHaveLength(1)
    expect([...answers][0]).toContain('"statusCode":404')
  }
  site.deps.clock.set(tuesday)
})

test('opening links a hundred times changes no row', async () => {
  const confirm = await signUp(site, 'scanned@example.org')
  const id = await aSubscriber(site.deps.db, { address: 'opened@example.org' })
  const unsubscribe = signSubscriberToken(site.deps.config.secretKeys, 'unsubscribe', id)
  const before = await everything()
  const [notMe, preferences] = (['not-me', 'preferences'] as const).map((purpose) =>
    signSubscriberToken(site.deps.config.secretKeys, purpose, id)
  )
  const paths = [
    `/confirm/${confirm}`,
    `/unsubscribe/${unsubscribe}`,
    `/unsubscribe/${unsubscribe}/undo`,
    `/not-me/${notMe}`,
    `/preferences/${preferences}`
  ]
  for (const url of paths) {
    for (const method of ['GET', 'HEAD', 'OPTIONS'] as const) {
      for (let time = 0; time < 100; time++) await site.app.inject({ method, url })
    }
  }
  expect(await everything()).toEqual(before)
})

test('their pages are kept by no cache, found by no search and tell no other site', async () => {
  const token = await signUp(site, 'quiet@example.org')
  for (const method of ['GET', 'POST'] as const) {
    const { headers } = await site.app.inject({ method, url: `/confirm/${token}` })
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      'referrer-policy': 'no-referrer'
    })
  }
})

test('no token is logged', async () => {
  const token = await signUp(site, 'logged@example.org')
  await site.app.inject({ url: `/confirm/${token}` })
  const written = site.logs.join('')
  expect(written).toContain('/confirm/:token')
  expect(written).not.toContain(token)
})

async function everything(): Promise<unknown[]> {
  const rows: unknown[] = []
  for (const table of ['subscribers', 'consents', 'confirmation_requests', 'account_links', 'notices', 'deliveries']) {
    rows.push((await site.database.pool.query(`select t::text from ${table} t order by 1`)).rows)
  }
  return rows
}
