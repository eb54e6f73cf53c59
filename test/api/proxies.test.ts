import { expect, test } from 'vitest'
import { settleSignUps } from '../../services/subscribers/settle-sign-ups.ts'
import { useApp } from '../support/app.ts'

const direct = useApp()
const behind = useApp({ TRUST_PROXY: '127.0.0.1, 10.0.0.0/8' })

/** The network that a sign-up is recorded under. */
async function networkOf(
  site: typeof direct,
  forwarded: string | undefined,
  remoteAddress = '127.0.0.1'
): Promise<string | null> {
  const email = `${Math.random().toString(36).slice(2)}@example.org`
  await site.app.inject({
    method: 'POST',
    url: '/subscriptions',
    remoteAddress,
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    payload: { email }
  })
  await settleSignUps(site.deps)
  const { network } = await site.deps.db
    .selectFrom('consents as c')
    .innerJoin('subscribers as s', 's.id', 'c.subscriber_id')
    .select('c.network')
    .where('s.address', '=', email)
    .executeTakeFirstOrThrow()
  return network
}

test.each([
  [undefined, '127.0.0.1', '127.0.0.0/24'],
  ['203.0.113.7', '127.0.0.1', '127.0.0.0/24'],
  ['203.0.113.7', '198.51.100.9', '198.51.100.0/24']
])('without TRUST_PROXY, X-Forwarded-For %s from %s is not believed', async (forwarded, remote, network) => {
  expect(await networkOf(direct, forwarded, remote)).toBe(network)
})

test.each([
  [undefined, '127.0.0.1', '127.0.0.0/24'],
  ['203.0.113.7', '127.0.0.1', '203.0.113.0/24'],
  ['6.6.6.6, 203.0.113.7', '127.0.0.1', '203.0.113.0/24'],
  ['203.0.113.7, 10.1.2.3', '127.0.0.1', '203.0.113.0/24'],
  ['203.0.113.7', '198.51.100.9', '198.51.100.0/24'],
  ['2001:db8:1:2::3', '127.0.0.1', '2001:db8:1::/48']
])('behind a trusted proxy, X-Forwarded-For %s from %s names the client', async (forwarded, remote, network) => {
  expect(await networkOf(behind, forwarded, remote)).toBe(network)
})
