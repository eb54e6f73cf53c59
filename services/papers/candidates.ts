import type { DigestPaper } from '../mail/digest-paper.ts'
import { english } from '../mail/words/en.ts'
import { say, type Words } from '../mail/words/words.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { allowedLink } from './allowed-link.ts'
import { type RankedPaper, ranked } from './day-list.ts'
import { addDays, closingTime } from './feed-day.ts'
import { mailTexts } from './mail-texts.ts'
import { paperLinks } from './paper-links.ts'
import { findCandidates, type ListedPaper } from './papers.queries.ts'
import { spreadOrganizations } from './ranking/spread-organizations.ts'
import { samplePapers } from './sample-papers.ts'

/** How far back a day's edition takes in what the days before it did not send. */
const foldedDays = 7

/** A paper that may go into an edition, with what its mail shows. */
export interface Candidate extends RankedPaper {
  mail: DigestPaper
}

/**
 * The papers that a day's edition chooses from, best first: listed on it or on one of the six
 * days before, or picked by a curator in that time, and in no edition's pool. A cancelled
 * edition's papers are free again, and so are those of the edition that is `revised`. `size` is how
 * many an edition shows by default: so many places no organization fills alone.
 */
export async function rankedCandidates(
  { db, clock, words = english }: { db: Db; clock: Clock; words?: Words },
  { day, size, revised }: { day: string; size: number; revised?: number }
): Promise<Candidate[]> {
  const at = clock.now()
  const candidates = await findCandidates(db, {
    after: addDays(day, -foldedDays),
    until: day,
    at,
    pickedAfter: closingTime(addDays(day, -foldedDays)),
    // The morning after a day's list closes is still in time for its edition.
    pickedUntil: revised === undefined ? closingTime(addDays(day, 1)) : at,
    revised
  })
  return spreadOrganizations(ranked(candidates, { day, at, words }), size).map((paper) => ({
    ...paper,
    mail: {
      ...mailTexts(paper),
      authors: paper.authors,
      reason: paper.reason,
      topics: paper.topics,
      links: { ...paper.links, ...discussionOf(paper) },
      stars: starsOf(paper)
    }
  }))
}

function discussionOf({ discussionUrl }: ListedPaper): { discussion?: string } {
  const discussion = discussionUrl === null ? undefined : allowedLink(discussionUrl)
  return discussion === undefined ? {} : { discussion }
}

/** The stars last read, where they are those of the repository that is linked. */
function starsOf({ latest, codeUrl }: ListedPaper): number | undefined {
  return latest !== null && latest.codeUrl === codeUrl ? (latest.stars ?? undefined) : undefined
}

/** The sample edition's papers. They have no rows, no day and no votes: their place in the sample is all there is to say. */
export function sampleCandidates(words: Words = english): { mail: DigestPaper }[] {
  return samplePapers().map(({ position, title, authors, summary, topics, ...links }) => ({
    mail: {
      title,
      authors,
      summary,
      reason: say(words, 'reason.sample', { place: position }),
      topics,
      links: paperLinks({ title, ...links })
    }
  }))
}
