import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Keys } from '../../services/platform/tokens.ts'
import {
  isRequestCode,
  newNonce,
  requestCode,
  requestToken,
  tokenHash,
  tokenOfHash
} from '../../services/platform/tokens-request.ts'

const key = (seed: string) => seed.repeat(32)
const keys: Keys = [key('a')]
const nonce = randomBytes(16)

describe('a token of a request', () => {
  test('is the same at every try of its mail, and fits a path parameter', () => {
    const token = requestToken(keys, 'confirm', { id: 1, nonce })
    expect(requestToken(keys, 'confirm', { id: 1, nonce: Buffer.from(nonce) })).toBe(token)
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  test('differs with the request, its nonce, the key and what it is for', () => {
    const tokens = [
      requestToken(keys, 'confirm', { id: 1, nonce }),
      requestToken(keys, 'account', { id: 1, nonce }),
      requestToken(keys, 'confirm', { id: 2, nonce }),
      requestToken(keys, 'confirm', { id: 1, nonce: newNonce() }),
      requestToken([key('b')], 'confirm', { id: 1, nonce })
    ]
    expect(new Set(tokens).size).toBe(tokens.length)
  })

  test('is kept as a hash that is not the token', () => {
    const token = requestToken(keys, 'confirm', { id: 1, nonce })
    expect(tokenHash(token)).toHaveLength(32)
    expect(tokenHash(token).toString('base64url')).not.toBe(token)
  })

  test('is found again by its hash after a rotation, and not once its key is gone', () => {
    const token = requestToken(keys, 'confirm', { id: 1, nonce })
    const kept = { id: 1, nonce, tokenHash: tokenHash(token) }
    expect(tokenOfHash([key('b'), key('a')], 'confirm', kept)).toBe(token)
    expect(tokenOfHash([key('b')], 'confirm', kept)).toBeUndefined()
    expect(tokenOfHash(keys, 'account', kept)).toBeUndefined()
  })
})

describe('the code of a request', () => {
  test('is six digits, and every digit comes at every place about as often', () => {
    const counts = new Map<string, number>()
    for (let id = 0; id < 5000; id++) {
      const code = requestCode(keys, { id, nonce })
      expect(code).toMatch(/^\d{6}$/)
      for (let place = 0; place < 6; place++) {
        const name = `${place}:${code.charAt(place)}`
        counts.set(name, (counts.get(name) ?? 0) + 1)
      }
    }
    expect(counts.size).toBe(60)
    // 500 each; seven standard deviations of 21.
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(150)
  })

  test('opens its own request under any listed key, and no other', () => {
    const code = requestCode(keys, { id: 1, nonce })
    expect(isRequestCode([key('b'), key('a')], { id: 1, nonce }, code)).toBe(true)
    expect(isRequestCode([key('b')], { id: 1, nonce }, code)).toBe(false)
    expect(isRequestCode(keys, { id: 2, nonce }, code)).toBe(requestCode(keys, { id: 2, nonce }) === code)
    for (const typed of ['', '1', `${code}0`, ` ${code}`, code.slice(1), 'abcdef'])
      expect(isRequestCode(keys, { id: 1, nonce }, typed)).toBe(false)
  })
})
