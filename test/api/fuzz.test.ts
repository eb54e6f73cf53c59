import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTransport } from '../../services/mail/transport.ts'
import { type Address, parseAddress } from '../../services/subscribers/address.ts'
import { useApp } from '../support/app.ts'
import { fuzzedAddresses, fuzzedRequests } from '../support/fuzzed-requests.ts'
import { openRecorder } from '../support/smtp-recorder.ts'

const site = useApp()

/** Runs of each property here; bench/fuzz.ts has 10,000 of each, and times them. */
const numRuns = 400

test('no body, type, header, method or path makes the server fail', async () => {
  await fc.assert(
    fc.asyncProperty(fuzzedRequests, async (request) => {
      const answer = await site.app.inject(request)
      expect(answer.statusCode).toBeLessThan(500)
      expect(answer.headers).toHaveProperty('content-security-policy')
    }),
    { numRuns }
  )
})

test('a sign-up stores exactly the address that was read, or nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fuzzedAddresses, async (email) => {
      const answer = await site.app.inject({ method: 'POST', url: '/subscriptions', payload: { email } })
      const address = read(email)
      expect(answer.statusCode).toBe(address === undefined ? 400 : 202)
      const stored = await site.deps.db
        .selectFrom('sign_ups')
        .select('address')
        .where('address_key', '=', address?.key ?? '')
        .execute()
      expect(stored.length > 0).toBe(address !== undefined)
    }),
    { numRuns: numRuns / 2 }
  )
})

test('whatever was typed, a mail goes to the stored address and to nobody else', async () => {
  const relay = await openRecorder()
  const transport = openTransport({ urls: [relay.url], connections: 1, hostname: 'papers.example.org' })
  const message = Buffer.from('Subject: Papers\r\n\r\nText\r\n')
  try {
    const stored = fc.sample(fuzzedAddresses, numRuns).flatMap((email) => read(email)?.address ?? [])
    expect(stored.length).toBeGreaterThan(numRuns / 10)
    for (const to of stored) {
      const outcome = await transport.send({ from: 'daily@example.org', to, message, firstContact: true })
      expect(outcome, to).toMatchObject({ kind: 'accepted' })
    }
    expect(relay.recipients).toEqual(stored)
  } finally {
    await transport.close()
    await relay.close()
  }
})

function read(email: string): Address | undefined {
  try {
    return parseAddress(email)
  } catch {
    return undefined
  }
}
