import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type MailName, readVerp, verpWriter } from '../../services/mail/verp.ts'
import type { Keys } from '../../services/platform/tokens.ts'

const keys: Keys = ['a'.repeat(32)]
const write = verpWriter(keys, 'bounce.example.org')
const id = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const names: fc.Arbitrary<MailName> = fc.record({
  ledger: fc.constantFrom('deliveries', 'notices'),
  key: id,
  subscriberId: id
})
const name: MailName = { ledger: 'deliveries', key: 12, subscriberId: 3456 }

test('a bounce address names its mail, the same at every try, in any case and with room to spare', () => {
  fc.assert(
    fc.property(names, (mail) => {
      const address = write(mail)
      expect(address).toMatch(/^b\+[a-z2-7]{40}@bounce\.example\.org$/)
      expect(address.indexOf('@')).toBeLessThanOrEqual(64)
      expect(write(mail)).toBe(address)
      for (const seen of [address, address.toUpperCase(), `${address.slice(0, address.indexOf('@'))}@elsewhere.test`])
        expect(readVerp(keys, seen)).toEqual(mail)
    })
  )
})

test('with any character changed, added or left out it names nothing', () => {
  const address = write(name)
  const local = address.slice(0, address.indexOf('@'))
  for (let at = 0; at < local.length; at++) {
    for (const other of 'abc2 7+@=é') {
      const changed = local.slice(0, at) + other + local.slice(at + 1)
      expect(readVerp(keys, `${changed}@bounce.example.org`)).toEqual(changed === local ? name : undefined)
    }
    expect(readVerp(keys, `${local.slice(0, at)}${local.slice(at + 1)}@bounce.example.org`)).toBeUndefined()
  }
  for (const odd of [local, `x${address}`, ` ${address}`, `${local}a@bounce.example.org`, '', 'b+@x', '<>'])
    expect(readVerp(keys, odd)).toBeUndefined()
})

test('made up by chance it names nothing', () => {
  const made = fc.oneof(fc.stringMatching(/^[a-z2-7]{40}$/), fc.string())
  fc.assert(
    fc.property(made, (text) => {
      expect(readVerp(keys, `b+${text}@bounce.example.org`)).toBeUndefined()
    })
  )
})

test('bounces of before a key was put in front still name their mail; once it is gone they do not', () => {
  const old = write(name)
  const [key] = keys
  expect(readVerp(['b'.repeat(32), key], old)).toEqual(name)
  expect(readVerp(['b'.repeat(32)], old)).toBeUndefined()
})
