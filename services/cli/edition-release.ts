import { releaseDay } from '../editions/hold-edition.ts'
import { systemClock } from '../platform/clock.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

export async function release(day: string, { json }: { json?: boolean }): Promise<void> {
  const outcome = await withStorage(({ config, db }) => releaseDay({ db, clock: systemClock, config }, day))
  const { kind, freezeAt, settled } = outcome
  const when =
    settled ?? (freezeAt <= systemClock.now() ? 'it leaves now' : `it is frozen at ${freezeAt.toISOString()}`)
  const line = kind === 'released' ? `Released: the edition of ${day}; ${when}.` : `Nobody holds the edition of ${day}.`
  report({ day, ...outcome }, { json, lines: [line] })
}
