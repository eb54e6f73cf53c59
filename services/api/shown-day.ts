import { summaryLength } from '../mail/digest-paper.ts'
import type { Words } from '../mail/words/words.ts'
import { listDay, neighbouringDays, type RankedPaper } from '../papers/day-list.ts'
import { openFeedDay } from '../papers/feed-day.ts'
import { huggingFaceLists } from '../papers/list-sources.ts'
import { paperLinks } from '../papers/paper-links.ts'
import { saysOnlyPlace } from '../papers/ranking/reason.ts'
import { samplePapers } from '../papers/sample-papers.ts'
import { shownTexts } from '../papers/shown-texts.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { ShownDay } from './pages/day-view.tsx'
import type { ShownPaper } from './pages/papers.tsx'

/** A feed day as its page and its JSON show it. */
export async function readShownDay(
  { db, clock, words }: { db: Db; clock: Clock; words: Words },
  day: string
): Promise<ShownDay> {
  const [papers, { previous, next }] = await Promise.all([
    listDay({ db, clock, words }, day),
    neighbouringDays({ db }, day)
  ])
  return {
    day,
    papers: papers.map((paper) => showListed(paper, words)),
    filling: day === openFeedDay(clock.now()),
    previous: previous ?? null,
    next: next ?? null,
    fromHuggingFace: papers.some(({ source }) => huggingFaceLists.includes(source))
  }
}

/** The sample edition in the same shape: it has no day, no neighbours and no votes. */
export function showSample(): ShownDay {
  const papers = samplePapers().map((paper) => ({
    id: null,
    title: paper.title,
    titleRuns: null,
    arxivId: paper.arxivId,
    authors: paper.authors,
    summary: paper.summary,
    summaryRuns: null,
    summaryUrl: null,
    reason: null,
    withdrawn: false,
    topics: paper.topics,
    links: paperLinks(paper)
  }))
  return { day: null, papers, filling: false, previous: null, next: null, fromHuggingFace: false }
}

/** With the words that the mail has for it; the abstract is on the paper's own page. */
function showListed({ withdrawnAt, ...paper }: RankedPaper, words: Words): ShownPaper {
  const { id, arxivId, authors, reason, feedDay, topics, links } = paper
  return {
    ...shownTexts(paper, summaryLength),
    id,
    arxivId,
    authors,
    // The day stands above its papers, and each in its place.
    reason: saysOnlyPlace(reason, [feedDay], words) ? null : reason,
    withdrawn: withdrawnAt !== null,
    topics,
    links
  }
}
