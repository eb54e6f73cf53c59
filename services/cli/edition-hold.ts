import type { Command } from 'commander'
import { holdDay } from '../editions/hold-edition.ts'
import { systemClock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { curatorName } from './curator-name.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

export async function hold(
  day: string,
  { reason, by, json }: { reason?: string; by?: string; json?: boolean },
  command: Command
): Promise<void> {
  const curator = curatorName(command, by)
  const outcome = await withStorage(({ config, db }) =>
    holdDay({ db, clock: systemClock, config }, { day, by: curator, reason })
  )
  if (outcome.kind === 'too_late') throw new AppError('HOLD_TOO_LATE', outcome.reason)
  const since = `${outcome.by} holds the edition of ${day} since ${outcome.at.toISOString()}`
  const line =
    outcome.kind === 'held'
      ? `Held: the edition of ${day} is not frozen at ${outcome.freezeAt.toISOString()} unless it is released.`
      : `${since}; nothing changed.`
  report({ day, ...outcome }, { json, lines: [line] })
}
