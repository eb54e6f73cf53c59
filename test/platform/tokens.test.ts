import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Keys,
  readDraftToken,
  readSubscriberToken,
  signDraftToken,
  signSubscriberToken
} from '../../services/platform/tokens.ts'

const key = (seed: string) => seed.repeat(32)
const keys: Keys = [key('a')]

describe('an unsubscribe token', () => {
  test('gives back the subscriber it was made for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (id) => {
        expect(readSubscriberToken(keys, 'unsubscribe', signSubscriberToken(keys, 'unsubscribe', id))).toBe(id)
      })
    )
  })

  test('fits a path parameter and needs no escaping', () => {
    const token = signSubscriberToken(keys, 'unsubscribe', Number.MAX_SAFE_INTEGER)
    expect(token.length).toBeLessThanOrEqual(86)
    expect(encodeURIComponent(token)).toBe(token)
  })

  test('with any bit changed opens nothing', () => {
    const bytes = Buffer.from(signSubscriberToken(keys, 'unsubscribe', 1234567), 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect(readSubscriberToken(keys, 'unsubscribe', changed.toString('base64url'))).toBeUndefined()
    }
  })

  test('with any character changed, added or left out opens nothing', () => {
    const token = signSubscriberToken(keys, 'unsubscribe', 42)
    const opens = (text: string) => readSubscriberToken(keys, 'unsubscribe', text) !== undefined
    for (let at = 0; at < token.length; at += 1) {
      // The last character carries spare bits: another spelling of the same bytes is another token.
      for (const other of 'ABCZabcz019-_=+/ \n')
        expect(opens(token.slice(0, at) + other + token.slice(at + 1))).toBe(other === token[at])
      expect(opens(token.slice(0, at) + token.slice(at + 1))).toBe(false)
    }
    expect([`${token}A`, `${token}=`, `${token}\n`, ` ${token}`, ''].some(opens)).toBe(false)
  })

  test('keeps working after a key is put in front of its own, and stops when its own is gone', () => {
    const old = signSubscriberToken([key('a')], 'unsubscribe', 7)
    expect(readSubscriberToken([key('b'), key('a')], 'unsubscribe', old)).toBe(7)
    expect(readSubscriberToken([key('b')], 'unsubscribe', old)).toBeUndefined()
    const fresh = signSubscriberToken([key('b'), key('a')], 'unsubscribe', 7)
    expect(readSubscriberToken([key('b')], 'unsubscribe', fresh)).toBe(7)
  })

  test('of one purpose does not open another', () => {
    expect(readSubscriberToken(keys, 'preferences', signSubscriberToken(keys, 'unsubscribe', 7))).toBeUndefined()
    expect(readSubscriberToken(keys, 'unsubscribe', signSubscriberToken(keys, 'preferences', 7))).toBeUndefined()
  })

  test('made up by chance opens nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.uint8Array({ minLength: 26, maxLength: 26 })), (text) => {
        const token = typeof text === 'string' ? text : Buffer.from(text).toString('base64url')
        expect(readSubscriberToken(keys, 'unsubscribe', token)).toBeUndefined()
      })
    )
  })
})

describe('a draft token', () => {
  const expiresAt = new Date('2026-11-25T08:00:00Z')
  const before = new Date(expiresAt.getTime() - 1)
  const token = signDraftToken(keys, { day: '2026-11-23', expiresAt })

  test('gives back its day until it expires, and is the same at every try of its mail', () => {
    expect(readDraftToken(keys, token, before)).toBe('2026-11-23')
    expect(readDraftToken(keys, token, expiresAt)).toBeUndefined()
    expect(signDraftToken(keys, { day: '2026-11-23', expiresAt })).toBe(token)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (number) => {
        const day = new Date(number * 86_400_000).toISOString().slice(0, 10)
        expect(readDraftToken(keys, signDraftToken(keys, { day, expiresAt }), before)).toBe(day)
      })
    )
  })

  test('with any bit changed opens nothing: neither another day nor a later end', () => {
    const bytes = Buffer.from(token, 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect(readDraftToken(keys, changed.toString('base64url'), before)).toBeUndefined()
    }
  })

  test('is no unsubscribe token, nor the other way, and another key signs none', () => {
    expect(readSubscriberToken(keys, 'unsubscribe', token)).toBeUndefined()
    // These eight bytes are a day and a time far away.
    const id = 20_000 * 2 ** 32 + 4_000_000_000
    expect(readDraftToken(keys, signSubscriberToken(keys, 'unsubscribe', id), before)).toBeUndefined()
    expect(readDraftToken([key('b')], token, before)).toBeUndefined()
  })
})
