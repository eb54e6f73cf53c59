import { shortDate } from '../mail/words/dates.ts'
import { english } from '../mail/words/en.ts'
import { say, type Words } from '../mail/words/words.ts'
import { mailTexts } from '../papers/mail-texts.ts'
import { paperLinks } from '../papers/paper-links.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { findWithdrawn, type Withdrawn } from './corrections.queries.ts'
import { earlierPlaces } from './earlier-places.ts'
import type { Extra } from './extra.ts'
import { findConcernedSlots } from './extras.queries.ts'

/** So long a reader who got no mail meanwhile is still told; the archive tells it for good. */
const owedMs = 30 * 24 * 60 * 60_000
const withoutSummary = { abstract: null, abstractRuns: null, summary: null, machineSummary: null, discussionUrl: null }

/** So many in one edition, the newest withdrawals first; the others wait for the next. */
const atMost = 12

/**
 * A correction for each paper that was withdrawn after readers were sent it, as long as one of
 * them is yet to be told.
 */
export async function corrections({
  db,
  clock,
  words = english
}: {
  db: Db
  clock: Clock
  words?: Words
}): Promise<Extra[]> {
  const withdrawn = await findWithdrawn(db, new Date(clock.now().getTime() - owedMs))
  const slots = withdrawn.map(({ paperId, editionId }, slot) => ({
    slot,
    kind: 'correction' as const,
    paperId,
    ofEditionId: editionId
  }))
  const places = await earlierPlaces(db, slots, undefined)
  if (places.length === 0) return []
  const owed = await findConcernedSlots(db, places)
  return withdrawn
    .filter((_, slot) => owed.has(slot))
    .slice(0, atMost)
    .map((one) => correct(one, words))
}

function correct({ paperId, editionId, feedDay, ...paper }: Withdrawn, words: Words): Extra {
  return {
    kind: 'correction',
    paperId,
    ofEditionId: editionId,
    paper: {
      ...mailTexts({ ...paper, ...withoutSummary }),
      authors: [],
      reason: say(words, 'reason.withdrawn', { date: shortDate(feedDay, words) }),
      topics: [],
      links: paperLinks(paper)
    }
  }
}
