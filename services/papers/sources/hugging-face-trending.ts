import type { Clock } from '../../platform/clock.ts'
import type { Outbound } from '../../platform/outbound/outbound.ts'
import { readListed } from './hugging-face-item.ts'
import { readListPage } from './hugging-face-page.ts'

/** arXiv id -> place on the trending list, from 1. */
export type TrendingRanks = ReadonlyMap<string, number>

/** Milliseconds. All days that a run reads fit into it, and the next run comes later. */
const oneRun = 600_000

/**
 * Opens Hugging Face's own trending list, asked for once a run however many days the run reads.
 * It has no dates and no scores, and papers of any age. Where it cannot be read it ranks nothing.
 */
export function openTrending(outbound: Outbound, clock: Clock): () => Promise<TrendingRanks> {
  let kept: { readAt: number; ranks: TrendingRanks } | undefined
  return async () => {
    const now = clock.now().getTime()
    if (kept !== undefined && Math.abs(now - kept.readAt) < oneRun) return kept.ranks
    const page = await readListPage(outbound, { sort: 'trending' }, 0)
    const ranks = new Map<string, number>()
    if (page.kind === 'page')
      for (const [index, entry] of page.entries.entries()) {
        const read = readListed(entry)
        if ('item' in read && !ranks.has(read.item.arxivId)) ranks.set(read.item.arxivId, index + 1)
      }
    kept = { readAt: now, ranks }
    return ranks
  }
}
