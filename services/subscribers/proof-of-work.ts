import { type Challenge, createChallenge, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Clock } from '../platform/clock.ts'
import { subkey } from '../platform/subkeys.ts'
import type { Keys } from '../platform/tokens.ts'

/** On average 256 derivations of 5,000 rounds: about half a second in a browser, one derivation here. */
const work = { algorithm: 'PBKDF2/SHA-256', cost: 5000, keyLength: 32, keyPrefix: '00' }
const lifetimeMs = 10 * 60_000
const purpose = 'subscribe'

/**
 * A challenge for a sign-up (ALTCHA, version 2): signed, not stored, good for ten minutes. Its end
 * stands in `data` and not in `expiresAt`, which the library compares with the system's clock.
 */
export async function newChallenge({ clock, secretKeys }: { clock: Clock; secretKeys: Keys }): Promise<Challenge> {
  return createChallenge({
    ...work,
    deriveKey,
    data: { purpose, until: clock.now().getTime() + lifetimeMs },
    hmacSignatureSecret: secretOf(secretKeys[0])
  })
}

const payload = Type.Object({
  challenge: Type.Object({
    parameters: Type.Object({
      algorithm: Type.Literal(work.algorithm),
      nonce: Type.String({ pattern: '^[0-9a-f]{32}$' }),
      salt: Type.String({ pattern: '^[0-9a-f]{32}$' }),
      cost: Type.Literal(work.cost),
      keyLength: Type.Literal(work.keyLength),
      keyPrefix: Type.Literal(work.keyPrefix),
      data: Type.Object({ purpose: Type.Literal(purpose), until: Type.Integer() }, { additionalProperties: false })
    }),
    signature: Type.String({ pattern: '^[0-9a-f]{64}$' })
  }),
  solution: Type.Object({
    counter: Type.Integer({ minimum: 0, maximum: 0xffffffff }),
    derivedKey: Type.String({ pattern: '^[0-9a-f]{64}$' })
  })
})

/**
 * Reads what a client hands in: the solved challenge as JSON in base64. Undefined for anything that
 * we did not ask, that is not solved, or whose time is over; the caller sees to it that each counts once.
 */
export async function readProof(
  { clock, secretKeys }: { clock: Clock; secretKeys: Keys },
  proof: string
): Promise<{ signature: Buffer; endsAt: Date } | undefined> {
  const read = parse(proof)
  if (read === undefined || read.challenge.parameters.data.until <= clock.now().getTime()) return undefined
  for (const key of secretKeys) {
    // The signature covers the parameters, so the derivation costs what we asked for and nobody else decides it.
    const { verified, invalidSignature } = await verifySolution({
      ...read,
      deriveKey,
      hmacSignatureSecret: secretOf(key)
    })
    if (invalidSignature === true) continue
    return verified
      ? {
          signature: Buffer.from(read.challenge.signature, 'hex'),
          endsAt: new Date(read.challenge.parameters.data.until)
        }
      : undefined
  }
  return undefined
}

function parse(proof: string): Static<typeof payload> | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(proof, 'base64').toString('utf8'))
    return Value.Check(payload, read) ? read : undefined
  } catch {
    return undefined
  }
}

function secretOf(key: string): string {
  return subkey(key, 'proof').toString('hex')
}
