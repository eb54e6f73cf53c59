import { shorten } from '../mail/message-plain.ts'
import { shortenRuns } from '../mail/styled-runs.ts'
import type { Words } from '../mail/words/words.ts'
import { withoutLinks } from '../papers/clean-text/render.ts'
import { listDay, neighbouringDays, type RankedPaper } from '../papers/day-list.ts'
import { openFeedDay } from '../papers/feed-day.ts'
import { huggingFaceLists } from '../papers/list-sources.ts'
import { paperLinks } from '../papers/paper-links.ts'
import { samplePapers } from '../papers/sample-papers.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { ShownDay } from './pages/day-view.tsx'
import type { ShownPaper } from './pages/papers.tsx'

/** Characters of an abstract, where a paper has no summary: about as much as the longest summaries. */
const abstractLength = 600

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
    papers: papers.map(showListed),
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
    reason: null,
    withdrawn: false,
    topics: paper.topics,
    links: paperLinks(paper)
  }))
  return { day: null, papers, filling: false, previous: null, next: null, fromHuggingFace: false }
}

function showListed({ summary, abstract, withdrawnAt, ...paper }: RankedPaper): ShownPaper {
  const { id, title, titleRuns, abstractRuns, arxivId, authors, reason, topics, links } = paper
  return {
    id,
    title,
    // The title is a link itself.
    titleRuns: titleRuns === null ? null : withoutLinks(titleRuns),
    arxivId,
    authors,
    summary: summary ?? (abstract === null ? null : shorten(abstract, abstractLength)),
    summaryRuns: summary !== null || abstractRuns === null ? null : shortenRuns(abstractRuns, abstractLength),
    reason,
    withdrawn: withdrawnAt !== null,
    topics,
    links
  }
}
