import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Keys } from '../platform/tokens.ts'
import { findPreferences, type Preferences } from './preferences.ts'
import { changeState } from './subscribers.queries.ts'

/**
 * Pauses a subscription until its reader resumes it, by the preferences link: what is planned and not
 * handed over is withdrawn, and nothing is planned. In any other state, and a second time, it changes nothing.
 */
export async function pauseSubscription(deps: Deps, token: string): Promise<Preferences> {
  return change(deps, token, { from: 'active', to: 'paused' })
}

/** Ends a pause: the next edition comes again. Nobody is made a reader by it who was not one before. */
export async function resumeSubscription(deps: Deps, token: string): Promise<Preferences> {
  return change(deps, token, { from: 'paused', to: 'active' })
}

interface Deps {
  db: Db
  clock: Clock
  secretKeys: Keys
}

async function change(
  { db, clock, secretKeys }: Deps,
  token: string,
  states: { from: 'active' | 'paused'; to: 'active' | 'paused' }
): Promise<Preferences> {
  const found = await findPreferences({ db, secretKeys }, token)
  if (found.kind === 'unknown') return found
  await changeState(db, found.subscriberId, states, clock.now())
  return findPreferences({ db, secretKeys }, token)
}
