import type { KnownPapers } from './import.queries.ts'
import { indexed } from './known-papers.ts'
import { namesOf } from './paper-names.ts'
import { joinWorks, knownWork, newWork, tell, type Work } from './record-reading-work.ts'
import type { PaperSource, SourceItem } from './sources/source.ts'
import { titleKey } from './title-key.ts'

export interface ReadingPlan {
  /** The works that the reading speaks of. */
  works: Work[]
  /** Items left out, by reason. */
  refused: Record<string, number>
}

/**
 * Which works a reading's items are: those that share an arXiv id, a DOI or a title with a
 * known paper or with each other are one. Of a work that nothing was known of, a source
 * that lists nothing brings only the first version, for a revision is never new, and
 * withdrawals, for a list may name the work all the same.
 */
export function planReading(
  known: KnownPapers,
  items: readonly SourceItem[],
  { source, now }: { source: Pick<PaperSource, 'name' | 'lists'>; now: Date }
): ReadingPlan {
  const byName = new Map<string, Work>()
  const touched = new Set<Work>()
  const refused: Record<string, number> = {}
  const stored = new Map(known.papers.map((row) => [row.id, knownWork(row)]))
  for (const [name, { id }] of indexed(known)) {
    const work = stored.get(id)
    if (work === undefined) continue
    byName.set(name, work)
    work.names.add(name)
  }

  for (const item of items) {
    if (titleKey(item.title) === '') {
      refused['no title'] = (refused['no title'] ?? 0) + 1
      continue
    }
    const found = [...new Set(namesOf(item).flatMap((name) => byName.get(name) ?? []))]
    if (found.length === 0 && !source.lists && (item.version ?? 1) > 1 && item.withdrawn !== true) continue
    const work = found.length === 0 ? newWork(item, source, now) : found.reduce(joinWorks)
    if (found.length > 0) tell(work, item, source, now)
    for (const part of found) touched.delete(part)
    touched.add(work)
    for (const name of work.names) byName.set(name, work)
  }
  return { works: [...touched], refused }
}
