import { octets } from './digest-fit.ts'
import { type DigestPaper, type PaperView, viewPaper } from './digest-paper.ts'
import { shorten } from './message-plain.ts'
import { shortenRuns } from './styled-runs.ts'
import type { DigestPieces, Templates } from './templates.ts'

/** late_riser: a paper that rose after its day. correction: a paper that was sent and then withdrawn. */
export type ExtraKind = 'late_riser' | 'correction'

/** What stands after the papers, for those readers whom it concerns. The reason is the line under the title. */
export interface DigestExtra {
  kind: ExtraKind
  paper: DigestPaper
}

/** An extra's block. The view has the texts as shortened, for the text part. */
export interface FittedExtra {
  kind: ExtraKind
  html: string
  view: PaperView
}

/** In the order in which they stand in a mail. */
export const extraKinds: readonly ExtraKind[] = ['late_riser', 'correction']

/** Octets that all extras of an edition may have together, so that the papers keep most of a mail. */
const most = 18_000
const steps = [
  { title: 200, line: 300, bare: false },
  { title: 200, line: 160, bare: false },
  { title: 120, line: 0, bare: false },
  { title: 60, line: 0, bare: true }
]

/** Renders the extras so that all of them fit into one mail together, beside its papers. */
export function fitExtras({ digest: { html: pieces }, words }: Templates, extras: DigestExtra[]): FittedExtra[] {
  let fitted: FittedExtra[] = []
  for (const step of steps) {
    fitted = extras.map(({ kind, paper }) => {
      const view = cut(viewPaper(paper, words), step)
      return { kind, view, html: pieceOf(pieces, kind)({ ...view }) }
    })
    if (fitted.reduce((sum, { html }) => sum + octets(html), 0) <= most) return fitted
  }
  return fitted
}

/** The template of an extra of a kind. */
export function pieceOf(pieces: DigestPieces, kind: ExtraKind) {
  return kind === 'late_riser' ? pieces.lateRiser : pieces.correction
}

/** `bare`: nothing that can be as long as an address, a list of names or a tag a letter. */
function cut(view: PaperView, { title, line, bare }: (typeof steps)[number]): PaperView {
  return {
    ...view,
    title: shorten(view.title, title),
    titleRuns: shortenRuns(bare ? [{ text: view.title, kind: null }] : view.titleRuns, title),
    ...(line === 0
      ? { line: null, lineRuns: [], sourceUrl: null }
      : { line: view.line && shorten(view.line, line), lineRuns: shortenRuns(view.lineRuns, line) }),
    ...(bare ? { url: null, authors: null, links: [], reason: view.reason && shorten(view.reason, 100) } : {})
  }
}
