import type { Command } from 'commander'
import { pinPaper } from '../papers/curate.ts'
import { systemClock } from '../platform/clock.ts'
import { curatorName } from './curator-name.ts'
import { exclusion, nameOf } from './papers-pin-report.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

export async function pin(
  id: string,
  { note, by, json }: { note?: string; by?: string; json?: boolean },
  command: Command
): Promise<void> {
  const curator = curatorName(command, by)
  const outcome = await withStorage(({ db }) => pinPaper({ db, clock: systemClock }, { id, by: curator, note }))
  const { kind, paper } = outcome
  const done = kind === 'unchanged' ? 'Was pinned before; nothing changed' : 'Pinned'
  report(outcome, {
    json,
    lines: [`${done}: ${nameOf(paper)}`, ...exclusion(paper, 'it does not go into another')]
  })
}
