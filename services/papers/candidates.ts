import type { DigestPaper } from '../mail/digest-paper.ts'
import type { Db } from '../platform/database.ts'
import { type RankedPaper, ranked } from './day-list.ts'
import { addDays } from './feed-day.ts'
import { paperLinks } from './paper-links.ts'
import { findUnsent } from './papers.queries.ts'
import { samplePapers } from './sample-papers.ts'

/** How far back a day's edition takes in what the days before it did not send. */
const foldedDays = 7

/** A paper that may go into an edition, with what its mail shows. */
export interface Candidate extends RankedPaper {
  mail: DigestPaper
}

/**
 * The papers that a day's edition chooses from, best first: listed on it or on one of the six
 * days before, and in no edition's pool. A cancelled edition's papers are free again.
 */
export async function rankedCandidates({ db }: { db: Db }, day: string): Promise<Candidate[]> {
  const unsent = await findUnsent(db, { after: addDays(day, -foldedDays), until: day })
  return ranked(unsent, day).map((paper) => ({
    ...paper,
    mail: {
      title: paper.title,
      authors: paper.authors,
      summary: paper.summary ?? paper.abstract ?? undefined,
      reason: paper.reason,
      topics: paper.topics,
      links: paper.links
    }
  }))
}

/** The sample edition's papers. They have no rows, no day and no votes: their place in the sample is all there is to say. */
export function sampleCandidates(): { mail: DigestPaper }[] {
  return samplePapers().map(({ position, title, authors, summary, topics, ...links }) => ({
    mail: {
      title,
      authors,
      summary,
      reason: `No. ${position} in the sample edition`,
      topics,
      links: paperLinks({ title, ...links })
    }
  }))
}
