import { shortDate } from '../mail/words/dates.ts'
import { english } from '../mail/words/en.ts'
import { say, type Words } from '../mail/words/words.ts'
import { addDays } from '../papers/feed-day.ts'
import { mailTexts } from '../papers/mail-texts.ts'
import { paperLinks } from '../papers/paper-links.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Extra } from './extra.ts'
import { findRisen, findVotesOfShown, type Risen } from './late-risers.queries.ts'

/**
 * When a paper that was sent to no reader has risen: it was listed in the last 14 days, gained 20
 * votes since its edition was frozen, and now has enough to be among the first DIGEST_SIZE / 2 of
 * all that was sent in the last 7 days. The first keeps out a crowded day's 21st paper, which did
 * not rise but just did not fit; the second keeps out one that rose from 5 to 25 and would have
 * led no day.
 */
const rule = { listedDays: 14, gained: 20, comparedDays: 7 }

/** Votes read longer ago than this are not the votes of now. */
const freshMs = 24 * 60 * 60_000
/** So many in one edition; the others wait, as long as they are young enough. */
const atMost = 3

/**
 * The papers that rose after their day and were never offered as that, most votes first.
 * `size` is how many papers a mail shows, `day` the feed day of the edition they are for.
 */
export async function lateRisers(
  { db, clock, words = english }: { db: Db; clock: Clock; words?: Words },
  { day, size }: { day: string; size: number }
): Promise<Extra[]> {
  const at = clock.now()
  const risen = await findRisen(db, {
    after: addDays(day, -rule.listedDays),
    day,
    gained: rule.gained,
    freshAfter: new Date(at.getTime() - freshMs),
    at
  })
  if (risen.length === 0) return []
  const shown = await findVotesOfShown(db, { from: addDays(day, -rule.comparedDays), day })
  const bar = shown[Math.max(1, Math.floor(size / 2)) - 1] ?? 0
  return risen
    .filter(({ votesNow }) => votesNow >= bar)
    .slice(0, atMost)
    .map((one) => offer(one, words))
}

function offer({ id, editionId, feedDay, votesNow, votesThen, ...paper }: Risen, words: Words): Extra {
  return {
    kind: 'late_riser',
    paperId: id,
    ofEditionId: editionId,
    paper: {
      ...mailTexts(paper),
      authors: paper.authors,
      reason: say(words, 'reason.lateRiser', { count: votesNow, earlier: votesThen, date: shortDate(feedDay, words) }),
      topics: [],
      links: paperLinks(paper)
    }
  }
}
