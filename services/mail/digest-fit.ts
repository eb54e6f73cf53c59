import type { PaperView } from './digest-paper.ts'
import { shorten } from './message-plain.ts'
import { shortenRuns } from './styled-runs.ts'
import type { DigestPieces } from './templates.ts'

/** How a paper is shown, by its place in a reader's own selection. */
export type Layout = 'full' | 'brief' | 'title'
/** How many come first in full, and how many in brief behind them. The rest are titles. */
export const layoutPlaces = { full: 5, brief: 10 }

/** The layout of the paper that stands at `place`, from 0, in a mail. */
export function layoutAt(place: number): Layout {
  if (place < layoutPlaces.full) return 'full'
  return place < layoutPlaces.full + layoutPlaces.brief ? 'brief' : 'title'
}

/** A paper's block in one layout. The view has the texts as shortened, for the text part; its template is `piece`. */
interface FittedBlock {
  html: string
  view: PaperView
  piece: 'paper' | 'brief' | 'title'
}

export type FittedPaper = Record<Layout, FittedBlock>

interface Step {
  /** Octets that the HTML part may have under this step. */
  limit: number
  /** Code points of a summary in full, of its one line in brief, and of a title. */
  summary: number
  line: number
  title: number
}

// A usual edition keeps to 60 KB; 90 KB is the most, as Gmail clips what is over 102 KB and hides the
// way to unsubscribe. A thousand octets are left for what the slots will hold.
const usual = 59_000
const most = 89_000
const steps: Step[] = [
  { limit: usual, summary: 340, line: 190, title: 200 },
  { limit: most, summary: 340, line: 190, title: 200 },
  { limit: most, summary: 240, line: 120, title: 160 },
  { limit: most, summary: 160, line: 90, title: 120 }
]

/**
 * Renders every paper of the pool so that any `shown` of them stay within the size of a mail, together
 * with head, tail, headings and all extras (`frame` octets): the same texts always come out the same,
 * shortened step by step.
 */
export function fitPapers(pieces: DigestPieces, papers: PaperView[], shown: number, frame: number): FittedPaper[] {
  for (const step of steps) {
    const fitted = papers.map((paper) => ({
      full: inFull(pieces, paper, step),
      brief: inBrief(pieces, paper, step),
      title: asTitle(pieces, paper, step.title)
    }))
    if (frame + largest(fitted, shown) <= step.limit) return fitted
  }
  const room = Math.floor((most - frame) / shown)
  return papers.map((paper) => {
    const block = squeezed(pieces, paper, room)
    return { full: block, brief: block, title: block }
  })
}

function inFull(pieces: DigestPieces, paper: PaperView, { summary, title }: Step): FittedBlock {
  const view = {
    ...withTitle(paper, Math.max(title, 200)),
    summary: paper.summary === null ? null : shorten(paper.summary, summary),
    summaryRuns: shortenRuns(paper.summaryRuns, summary)
  }
  return { html: pieces.paper({ ...view }), view, piece: 'paper' }
}

function inBrief(pieces: DigestPieces, paper: PaperView, { line, title }: Step): FittedBlock {
  const view = {
    ...withTitle(paper, title),
    line: paper.line === null ? null : shorten(paper.line, line),
    lineRuns: shortenRuns(paper.lineRuns, line)
  }
  return { html: pieces.brief({ ...view }), view, piece: 'brief' }
}

function asTitle(pieces: DigestPieces, paper: PaperView, length: number): FittedBlock {
  const view = withTitle(paper, length)
  return { html: pieces.title({ ...view }), view, piece: 'title' }
}

function withTitle(paper: PaperView, length: number): PaperView {
  return { ...paper, title: shorten(paper.title, length), titleRuns: shortenRuns(paper.titleRuns, length) }
}

/** The longest title that fits into `room`, without styles; a link that takes the room of a title goes. */
function squeezed(pieces: DigestPieces, paper: PaperView, room: number): FittedBlock {
  const plain = { ...paper, titleRuns: [{ text: paper.title, kind: null }] }
  const tries = [plain, { ...plain, url: null }].flatMap((one) =>
    [80, 40, 20, 10, 5].map((length) => asTitle(pieces, one, length))
  )
  const fitting = tries.find(({ html }) => octets(html) <= room)
  if (fitting === undefined) throw new Error(`a title of five characters does not fit into ${room} octets`)
  return fitting
}

/** No mail of `count` papers is larger: the largest in full, the largest in brief and the largest titles. */
function largest(fitted: FittedPaper[], count: number): number {
  const { full, brief } = layoutPlaces
  return (
    largestOf(fitted, 'full', Math.min(count, full)) +
    largestOf(fitted, 'brief', Math.min(Math.max(0, count - full), brief)) +
    largestOf(fitted, 'title', Math.max(0, count - full - brief))
  )
}

function largestOf(fitted: FittedPaper[], layout: Layout, count: number): number {
  const sizes = fitted.map((paper) => octets(paper[layout].html)).toSorted((a, b) => b - a)
  return sizes.slice(0, count).reduce((sum, size) => sum + size, 0)
}

/** As decoded in the mail: a line break is two octets there. */
export function octets(html: string): number {
  return Buffer.byteLength(html) + html.split('\n').length - 1
}
