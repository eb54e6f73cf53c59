import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskAddress, parseAddress } from '../../services/subscribers/address.ts'

test.each([
  ['ada@example.org', 'ada@example.org', 'ada@example.org'],
  ['  Ada.Lovelace+papers@Example.ORG ', 'Ada.Lovelace+papers@example.org', 'ada.lovelace+papers@example.org'],
  ["o'brien@example.ie", "o'brien@example.ie", "o'brien@example.ie"],
  ['ada@faß.de', 'ada@xn--fa-hia.de', 'ada@xn--fa-hia.de'],
  // As pasted from a page.
  ['\u200Bada@example.org\u200B', 'ada@example.org', 'ada@example.org'],
  ['ada@Example。Org', 'ada@example.org', 'ada@example.org'],
  ['ada@例え.jp', 'ada@xn--r8jz45g.jp', 'ada@xn--r8jz45g.jp']
])('%s is read as one addr-spec', (typed, address, key) => {
  expect(parseAddress(typed)).toEqual({ address, key })
})

// Each of these made Nodemailer choose another recipient, or two.
test.each([
  '',
  'ada',
  'ada@',
  '@example.org',
  'ada@localhost',
  '𐀀',
  'ada\ud800@example.org',
  '\ud800@example.org',
  'ada@example.org\r\nBcc: eve@example.test',
  'ada@example.org%0d%0aBcc:eve@example.test',
  'group:ada@example.org,eve@example.test;',
  '<eve@example.test> ada@example.org',
  'ada@example.org, eve@example.test',
  '"ada eve"@example.org',
  'ada@[127.0.0.1]',
  'ada..b@example.org',
  '.ada@example.org',
  'ada@exa_mple.org',
  'ada@-example.org',
  // A URL would be read as one of example.org.
  'ada@example.org/eve',
  'ada@example.org?eve',
  'ada@example.org#eve',
  'ada@example.org\\eve',
  'ada@example.org:25',
  'ada@ex%61mple.org',
  'ada@exam\tple.org',
  'ada@exam\nple.org',
  'ada@exam\u00ADple.org',
  'ada@exam\u202Eple.org',
  'ädä@example.org',
  `${'a'.repeat(65)}@example.org`,
  `ada@${'a'.repeat(250)}.org`
])('%j is refused with a sentence', (typed) => {
  expect(() => parseAddress(typed)).toThrow(expect.objectContaining({ code: 'ADDRESS_INVALID' }))
})

test('whatever is typed, an address that is read can be nothing but one envelope recipient', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.emailAddress(),
        fc.emailAddress().map((a) => `${a}\n${a}`)
      ),
      (typed) => {
        let address: string
        try {
          address = parseAddress(typed).address
        } catch {
          return
        }
        expect(address).toMatch(/^[\x21-\x7e]+@[a-z0-9.-]+$/)
        expect(address).not.toMatch(/[\s,;:<>()[\]\\"]/)
      }
    ),
    { numRuns: 2000 }
  )
})

test('a masked address shows its owner enough and others little', () => {
  expect(maskAddress('ada.lovelace@example.org')).toBe('a••@example.org')
})
