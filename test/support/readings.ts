import { recordReading } from '../../services/papers/record-reading.ts'
import type { PaperSource, SourceItem, SourceReading } from '../../services/papers/sources/source.ts'
import type { Clock } from '../../services/platform/clock.ts'
import type { Db } from '../../services/platform/database.ts'

export const huggingFace = { name: 'huggingface', lists: true } as const
export const arxiv = { name: 'arxiv', lists: false } as const

/** A paper as a source tells it, from its number: 1 is arXiv 2611.00001. */
export function anItem(number: number, told: Partial<SourceItem> = {}): SourceItem {
  return {
    arxivId: `2611.${String(number).padStart(5, '0')}`,
    title: `Paper ${number} of a test`,
    authors: ['Ada Example'],
    abstract: `What paper ${number} is about.`,
    ...told
  }
}

/** The same on a list: in this order, with so many votes where none are told. */
export function aList(items: SourceItem[], votes = 10): SourceItem[] {
  return items.map((item, index) => ({ votes, comments: 0, ...item, position: index + 1 }))
}

export function aReading(items: SourceItem[], told: Partial<Extract<SourceReading, { kind: 'read' }>> = {}) {
  return { kind: 'read', items, complete: true, refused: {}, ...told } as const
}

/** Records what a source said at this instant of the clock. */
export function record(
  deps: { db: Db; clock: Clock },
  source: Pick<PaperSource, 'name' | 'lists'>,
  day: string,
  reading: SourceReading | SourceItem[]
) {
  return recordReading(deps, {
    source,
    day,
    startedAt: deps.clock.now(),
    reading: Array.isArray(reading) ? aReading(reading) : reading
  })
}
