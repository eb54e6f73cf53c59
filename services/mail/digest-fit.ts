import type { PaperView } from './digest-paper.ts'
import { shorten } from './message-plain.ts'
import { shortenRuns } from './styled-runs.ts'
import type { DigestPieces } from './templates.ts'

/** A paper's block and how it came out. The view has the texts as shortened, for the text part. */
export interface FittedPaper {
  html: string
  view: PaperView
  inFull: boolean
}

interface Step {
  /** Octets that the HTML part may have under this step. */
  limit: number
  /** How many papers are shown in full; those after them are titles. */
  full: number
  /** Code points of a summary. */
  summary: number
  /** Code points of a title that stands alone. */
  title: number
}

// A usual edition keeps to 60 KB; 90 KB is the most, as Gmail clips what is over 102 KB and hides the
// way to unsubscribe. A thousand octets are left for what the slots will hold.
const usual = 59_000
const most = 89_000
const all = Number.POSITIVE_INFINITY
const steps: Step[] = [
  ...[420, 360, 300, 240].map((summary) => ({ limit: usual, full: all, summary, title: 200 })),
  ...[240, 180, 120].map((summary) => ({ limit: most, full: all, summary, title: 200 })),
  ...[20, 10, 5].map((full) => ({ limit: most, full, summary: 240, title: 160 })),
  { limit: most, full: 0, summary: 0, title: 120 }
]

/**
 * Renders every paper of the pool so that any `shown` of them stay within the size of a mail, together
 * with head, tail and all extras (`frame` octets): the same texts always come out the same, shortened
 * step by step.
 */
export function fitPapers(pieces: DigestPieces, papers: PaperView[], shown: number, frame: number): FittedPaper[] {
  for (const step of steps) {
    const fitted = papers.map((paper, place) =>
      place < step.full ? inFull(pieces, paper, step.summary) : asTitle(pieces, paper, step.title)
    )
    if (frame + largest(fitted, shown) <= step.limit) return fitted
  }
  const room = Math.floor((most - frame) / shown)
  return papers.map((paper) => squeezed(pieces, paper, room))
}

function inFull(pieces: DigestPieces, paper: PaperView, length: number): FittedPaper {
  const view = {
    ...paper,
    summary: paper.summary === null ? null : shorten(paper.summary, length),
    summaryRuns: shortenRuns(paper.summaryRuns, length)
  }
  return { html: pieces.paper({ ...view }), view, inFull: true }
}

function asTitle(pieces: DigestPieces, paper: PaperView, length: number): FittedPaper {
  const view = { ...paper, title: shorten(paper.title, length), titleRuns: shortenRuns(paper.titleRuns, length) }
  return { html: pieces.title({ ...view }), view, inFull: false }
}

/** The longest title that fits into `room`, without styles; a link that takes the room of a title goes. */
function squeezed(pieces: DigestPieces, paper: PaperView, room: number): FittedPaper {
  const plain = { ...paper, titleRuns: [{ text: paper.title, kind: null }] }
  const tries = [plain, { ...plain, url: null }].flatMap((one) =>
    [80, 40, 20, 10, 5].map((length) => asTitle(pieces, one, length))
  )
  const fitting = tries.find(({ html }) => octets(html) <= room)
  if (fitting === undefined) throw new Error(`a title of five characters does not fit into ${room} octets`)
  return fitting
}

/** What the `count` largest blocks take: no choice of readers' own papers can be larger. */
function largest(fitted: FittedPaper[], count: number): number {
  const sizes = fitted.map(({ html }) => octets(html)).toSorted((a, b) => b - a)
  return sizes.slice(0, count).reduce((sum, size) => sum + size, 0)
}

/** As decoded in the mail: a line break is two octets there. */
export function octets(html: string): number {
  return Buffer.byteLength(html) + html.split('\n').length - 1
}
