import { cancelEdition } from '../delivery/control/cancel-edition.ts'
import { pauseEdition, resumeEdition } from '../delivery/control/pause-edition.ts'
import { resolveDoubts } from '../delivery/control/resolve-doubts.ts'
import { systemClock } from '../platform/clock.ts'
import { nudgeOnce } from './nudge-once.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

export async function pause(day: string, { json }: { json?: boolean }): Promise<void> {
  const outcome = await withStorage(({ db }) => pauseEdition({ db }, day))
  const line = outcome.changed
    ? `Paused: no mail of the edition of ${day} goes out until \`edition resume ${day}\`.`
    : `The edition of ${day} was paused before; nothing changed.`
  report({ day, ...outcome }, { json, lines: [line] })
}

export async function resume(day: string, { json }: { json?: boolean }): Promise<void> {
  const outcome = await withStorage(async (storage) => {
    const changed = await resumeEdition({ db: storage.db }, day)
    await nudgeOnce(storage, 'deliver')
    return changed
  })
  const line = outcome.changed
    ? `Resumed: the edition of ${day}.`
    : `The edition of ${day} is not paused; nothing changed.`
  report({ day, ...outcome }, { json, lines: [line] })
}

export async function cancel(day: string, { json }: { json?: boolean }): Promise<void> {
  const outcome = await withStorage(async (storage) => {
    const cancelled = await cancelEdition({ db: storage.db, clock: systemClock }, day)
    await nudgeOnce(storage, 'deliver')
    return cancelled
  })
  const line = outcome.changed
    ? `Cancelled: the edition of ${day}; ${outcome.cancelled} deliveries were not handed, what workers hold follows.`
    : `The edition of ${day} was cancelled before; ${outcome.cancelled} more deliveries are.`
  report({ day, ...outcome }, { json, lines: [line] })
}

export async function resolve(day: string, { as, json }: { as: 'retry' | 'accepted'; json?: boolean }): Promise<void> {
  const resolved = await withStorage(async (storage) => {
    const count = await resolveDoubts({ db: storage.db, clock: systemClock }, { day, as })
    if (count > 0 && as === 'retry') await nudgeOnce(storage, 'deliver')
    return count
  })
  const what = as === 'retry' ? 'are sent again now, with the same bytes' : 'count as accepted'
  report({ day, as, resolved }, { json, lines: [`${resolved} deliveries in doubt of ${day} ${what}.`] })
}
