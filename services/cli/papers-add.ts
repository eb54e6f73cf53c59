import type { Command } from 'commander'
import { addPaper } from '../papers/curate-add.ts'
import { readTextFromArxiv } from '../papers/curated-text.ts'
import { systemClock } from '../platform/clock.ts'
import { curatorName } from './curator-name.ts'
import { exclusion, nameOf } from './papers-pin-report.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

export async function add(
  arxivId: string,
  { note, date, title, by, json }: { note?: string; date?: string; title?: string; by?: string; json?: boolean },
  command: Command
): Promise<void> {
  const curator = curatorName(command, by)
  const { kind, paper, day, created } = await withStorage(({ config, db }) =>
    addPaper(
      { db, clock: systemClock, lookUp: (id) => readTextFromArxiv({ config, clock: systemClock }, id) },
      { arxivId, title, day: date, by: curator, note }
    )
  )
  const done = kind === 'added' ? `Added to the list of ${day}` : `Already on the list of ${day}; nothing changed`
  report(
    { kind, day, created, paper },
    { json, lines: [`${done}: ${nameOf(paper)}`, ...exclusion(paper, 'it does not go into another')] }
  )
}
