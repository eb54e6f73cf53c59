import { beforeAll, expect, test } from 'vitest'
import { newChallenge, readProof } from '../../services/subscribers/proof-of-work.ts'
import { clockAt, minutes } from '../support/clock.ts'
import { proofOf, solve } from '../support/proof.ts'

const start = '2026-11-24T09:00:00Z'
const clock = clockAt(start)
const secretKeys = ['a secret of at least thirty-two characters'] as const
const deps = { clock, secretKeys }
let challenge: Awaited<ReturnType<typeof newChallenge>>
let solution: Awaited<ReturnType<typeof solve>>
let proof: string

beforeAll(async () => {
  challenge = await newChallenge(deps)
  solution = await solve(challenge)
  proof = proofOf(challenge, solution)
})

test('a solved challenge is a proof for ten minutes, also after a rotation', async () => {
  clock.set(start)
  const endsAt = new Date(Date.parse(start) + minutes(10))
  expect(await readProof(deps, proof)).toEqual({ signature: Buffer.from(challenge.signature ?? '', 'hex'), endsAt })
  const rotated = ['another secret of thirty-two characters!!', ...secretKeys] as const
  expect(await readProof({ clock, secretKeys: rotated }, proof)).toMatchObject({ endsAt })
  clock.advance(minutes(10) - 1)
  expect(await readProof(deps, proof)).toMatchObject({ endsAt })
  clock.advance(1)
  expect(await readProof(deps, proof)).toBeUndefined()
  clock.set(start)
})

test('nothing else is: another key, an unsolved one, other parameters, what is no proof at all', async () => {
  const { parameters, signature } = challenge
  const wrong = { counter: solution.counter, derivedKey: `00${solution.derivedKey.slice(2).replaceAll(/./g, 'a')}` }
  const other = await newChallenge({ clock, secretKeys: ['another secret of thirty-two characters!!'] })
  for (const forged of [
    proofOf(challenge, wrong),
    proofOf(challenge, { ...solution, counter: solution.counter + 1 }),
    proofOf({ parameters: { ...parameters, cost: 1 }, signature }, solution),
    proofOf({ parameters: { ...parameters, keyPrefix: '' }, signature }, solution),
    proofOf({ parameters: { ...parameters, data: { ...parameters.data, until: 9e12 } }, signature }, solution),
    proofOf({ parameters: { ...parameters, data: { purpose: 'other', until: 9e12 } }, signature }, solution),
    proofOf({ parameters: { ...parameters, keyLength: 1e9 }, signature }, solution),
    proofOf({ parameters, signature: 'a'.repeat(64) }, solution),
    proofOf(other, solution),
    proofOf({}, {}),
    'bm90IGpzb24=',
    '%',
    '',
    'bnVsbA=='
  ])
    expect(await readProof(deps, forged)).toBeUndefined()
})

test('no two challenges are the same', async () => {
  const challenges = await Promise.all(Array.from({ length: 20 }, () => newChallenge(deps)))
  expect(new Set(challenges.map(({ signature }) => signature)).size).toBe(20)
})
