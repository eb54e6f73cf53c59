import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { relayIdOf } from '../../../services/mail/replies/relay-id.ts'

test.each([
  ['Postfix', '250 2.0.0 Ok: queued as 4XyZ1a2b3c', '4XyZ1a2b3c'],
  ['SendGrid', '250 Ok: queued as Q1w2-E3r4_T5', 'Q1w2-E3r4_T5'],
  ['Postmark', '250 2.0.0 Ok: queued as 0a1b2c3d-1111-2222-3333-444455556666', '0a1b2c3d-1111-2222-3333-444455556666'],
  ['Brevo', '250 2.0.0 OK: queued as <2026.12345@smtp-relay.example.org>', '2026.12345@smtp-relay.example.org'],
  ['Exim', '250 OK id=1rAbCd-0001Ef-2G', '1rAbCd-0001Ef-2G'],
  ['KumoMTA', '250 OK ids=d7ef132b5d7711eea8c8000c29c33806', 'd7ef132b5d7711eea8c8000c29c33806'],
  ['Sendmail', '250 2.0.0 3AO8abcd012345 Message accepted for delivery', '3AO8abcd012345'],
  ['qmail', '250 ok 1700000000 qp 12345', 'qp 12345'],
  ['Haraka', '250 Message Queued (0A1B2C3D-1111-2222.1)', '0A1B2C3D-1111-2222.1'],
  [
    'Amazon SES',
    '250 Ok 0100018b5c3c0a4f-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901-000000',
    '0100018b5c3c0a4f-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901-000000'
  ],
  ['Gmail', '250 2.0.0 OK 1700000000 d2e1a72fcca58-6b5f4a3c2d1 - gsmtp', 'd2e1a72fcca58-6b5f4a3c2d1'],
  [
    'Exchange',
    '250 2.6.0 <ed.1.2@papers.example.org> [InternalId=48318382083, Hostname=mbx1.example.org] 2184 bytes in 0.105, 20.2 KB/sec Queued mail for delivery',
    '48318382083'
  ],
  [
    'Exchange Online',
    '250 2.0.0 OK <AM0PR01MB1234@AM0PR01MB1234.eurprd01.prod.outlook.com> [Hostname=AM0PR01MB1234]',
    'AM0PR01MB1234@AM0PR01MB1234.eurprd01.prod.outlook.com'
  ]
])('%s tells what it calls the mail', (_, reply, id) => {
  expect(relayIdOf(reply)).toBe(id)
})

test.each(['250', '250 Great success', '250 OK: message queued', '250 Queued (0.016 seconds)', ''])(
  'nothing is made up where "%s" is all that is said',
  (reply) => {
    expect(relayIdOf(reply)).toBeUndefined()
  }
)

test('an id that is the reader’s address is not kept', () => {
  expect(relayIdOf('250 Ok: queued as <address>')).toBeUndefined()
  expect(relayIdOf('250 OK id=<address>')).toBeUndefined()
})

test('whatever is said, an id is at most 128 printable characters', () => {
  const opening = fc.constantFrom('250 Ok: queued as ', '250 OK id=', '250 ok 17 qp ', '250 [InternalId=', '250 ')
  fc.assert(
    fc.property(opening, fc.string({ unit: 'binary', maxLength: 400 }), (start, rest) => {
      expect(relayIdOf(start + rest) ?? 'none').toMatch(/^[!-~]{1,128}$|^qp \d{1,125}$/)
    }),
    { numRuns: 1000 }
  )
})
