import type { Command } from 'commander'
import { dropPaper } from '../papers/curate.ts'
import { systemClock } from '../platform/clock.ts'
import { curatorName } from './curator-name.ts'
import { nameOf } from './papers-pin-report.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

export async function drop(
  id: string,
  { note, by, json }: { note?: string; by?: string; json?: boolean },
  command: Command
): Promise<void> {
  const curator = curatorName(command, by)
  const outcome = await withStorage(({ db }) => dropPaper({ db, clock: systemClock }, { id, by: curator, note }))
  const { kind, paper } = outcome
  const done = kind === 'unchanged' ? 'Was dropped before; nothing changed' : 'Dropped, for good'
  const kept = paper.frozenIn === null ? [] : [`The edition of ${paper.frozenIn}, already frozen, keeps it.`]
  report(outcome, { json, lines: [`${done}: ${nameOf(paper)}`, ...kept] })
}
