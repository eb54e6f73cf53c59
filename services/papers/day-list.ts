import { english } from '../mail/words/en.ts'
import type { Words } from '../mail/words/words.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { addDays } from './feed-day.ts'
import { type PaperLinks, paperLinks } from './paper-links.ts'
import { findListed, findNeighbour, findNewestDay, type ListedPaper } from './papers.queries.ts'
import { type Ranked, rankPapers } from './ranking.ts'
import { topicsOf } from './topics.ts'

/** A paper of a list in its rank, with what a page, a feed or a mail shows. All text is plain, none of it markup. */
export type RankedPaper = Ranked<ListedPaper> & { links: PaperLinks }

/**
 * The papers of a feed day (isFeedDay), best first, withdrawn ones too, without those a curator
 * dropped. Empty where nothing was listed.
 */
export async function listDay(
  { db, clock, words = english }: { db: Db; clock: Clock; words?: Words },
  day: string
): Promise<RankedPaper[]> {
  const at = clock.now()
  return ranked(await findListed(db, { after: addDays(day, -1), until: day, at }), { day, at, words })
}

/** Ranks papers for a day and adds their links, and topics where no source told any. */
export function ranked(papers: readonly ListedPaper[], about: { day: string; at: Date; words?: Words }): RankedPaper[] {
  return rankPapers(papers, about).map((paper) => ({
    ...paper,
    topics: paper.topics.length > 0 ? paper.topics : topicsOf(paper),
    links: paperLinks(paper)
  }))
}

/** The nearest days around a day that have papers. */
export async function neighbouringDays({ db }: { db: Db }, day: string): Promise<{ previous?: string; next?: string }> {
  const previous = await findNeighbour(db, 'before', day)
  const next = await findNeighbour(db, 'after', day)
  return { ...(previous === undefined ? {} : { previous }), ...(next === undefined ? {} : { next }) }
}

/** The newest day that has papers. */
export async function latestDay({ db }: { db: Db }): Promise<string | undefined> {
  return findNewestDay(db)
}

/** Whether any paper was ever listed: until then an installation shows the sample. */
export async function hasPapers({ db }: { db: Db }): Promise<boolean> {
  return (await findNewestDay(db)) !== undefined
}
