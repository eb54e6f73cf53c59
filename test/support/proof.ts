import { type Challenge, solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import type { Clock } from '../../services/platform/clock.ts'
import type { Keys } from '../../services/platform/tokens.ts'
import { newChallenge } from '../../services/subscribers/proof-of-work.ts'

/** What a client hands in after half a second of work. */
export async function solvedChallenge(deps: { clock: Clock; secretKeys: Keys }): Promise<string> {
  const challenge = await newChallenge(deps)
  return proofOf(challenge, await solve(challenge))
}

export async function solve(challenge: Challenge) {
  const solution = await solveChallenge({ challenge, deriveKey })
  if (solution === null) throw new Error('the challenge was not solved')
  return { counter: solution.counter, derivedKey: solution.derivedKey }
}

export function proofOf(challenge: object, solution: object): string {
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64')
}
