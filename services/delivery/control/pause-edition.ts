import { changeEditionState, type StateChange } from '../../editions/edition-state.ts'
import type { Db } from '../../platform/database.ts'

/**
 * Stops an edition that is being sent: no mail of it is handed any more until it is resumed. Its
 * deliveries keep their times and expire as ever. Throws EDITION_UNKNOWN, EDITION_STATE.
 */
export function pauseEdition({ db }: { db: Db }, day: string): Promise<StateChange> {
  return changeEditionState(db, day, { to: 'paused', from: ['sending'] })
}

/** Goes on where it was paused. Throws EDITION_UNKNOWN, EDITION_STATE. */
export function resumeEdition({ db }: { db: Db }, day: string): Promise<StateChange> {
  return changeEditionState(db, day, { to: 'sending', from: ['paused'] })
}
