import { type DigestExtra, type ExtraKind, extraKinds, fitExtras, pieceOf } from './digest-extras.ts'
import { type FittedPaper, fitPapers, layoutPlaces, octets } from './digest-fit.ts'
import { contentHashOf } from './digest-hash.ts'
import { preheaderOf, preheaderPad } from './digest-headline.ts'
import { type DigestPaper, viewPaper } from './digest-paper.ts'
import { subjectsOf } from './digest-subject.ts'
import { editionUrl, type Identity } from './identity.ts'
import { plainText } from './message-plain.ts'
import { encodeSegment, slot } from './slots.ts'
import type { DigestPieces, Templates } from './templates.ts'
import { frameData } from './templates-frame.ts'
import { longDate } from './words/dates.ts'
import { say } from './words/words.ts'

/** Whose list an edition is made from, and where that is. */
export interface DigestCredit {
  text: string
  url: string
}

export interface DigestContent {
  /** The feed day, YYYY-MM-DD; undefined in the sample edition. */
  day: string | undefined
  /** The whole ranked pool, 1 to 200 papers. */
  papers: DigestPaper[]
  /** How many of the pool a reader gets at most. */
  selected: number
  /** How many were considered. */
  candidates: number
  /** A sentence about this edition, such as what it lacks. */
  note: string | undefined
  credit: DigestCredit | undefined
  /** What stands after the papers, late risers first. */
  extras: DigestExtra[]
  /** One of subjectsOf(); undefined for the shortest. */
  subject?: string | undefined
}

/** A block in both parts. */
export interface Block {
  html: Buffer
  text: Buffer
}

/** What has a heading: papers in brief, those that are titles, and each kind of extra. */
export type HeadingKind = 'brief' | 'title' | ExtraKind

/**
 * An edition as compiled. A body is head, chosen blocks, each in the layout of its place, and tail:
 * quoted-printable, with slots in head and tail.
 */
export interface DigestSegments {
  subject: string
  /** What made the bytes: the same content under the same renderer is the same bytes. */
  renderer: string
  htmlHead: Buffer
  /** Each paper in full. */
  htmlBlocks: Buffer[]
  htmlTail: Buffer
  textHead: Buffer
  textBlocks: Buffer[]
  textTail: Buffer
  /** The same papers in the other layouts; none in an edition from before there were layouts. */
  shorter: { brief: Block; title: Block }[]
  /** The heading of each kind there is. */
  headings: Partial<Record<HeadingKind, Block>>
  extras: ({ kind: ExtraKind } & Block)[]
  /** SHA-256 over all of the above. */
  contentHash: Buffer
}

// Part of the renderer's name; the templates and the words are the other part. To be raised when this
// folder's code makes other bytes of the same content.
const codeVersion = 5

/** The name of what makes the bytes: code, templates and words. */
export function rendererOf({ version }: Pick<Templates, 'version'>): string {
  return `${codeVersion}-${version}`
}

/** Compiles an edition once for all its readers. Deterministic: reads no clock and draws no lots. */
export function compileDigest(templates: Templates, identity: Identity, content: DigestContent): DigestSegments {
  const { words } = templates
  const { html, text } = templates.digest
  const papers = content.papers.map((paper) => viewPaper(paper, words))
  const shown = papers.slice(0, content.selected)
  if (shown.length === 0) throw new Error('a digest wants at least one paper')

  const subject = content.subject ?? subjectsOf(words, content)[0] ?? ''
  const preheader = preheaderOf(shown)
  const count = say(words, 'digest.papers', { count: shown.length })
  const data = {
    ...frameData(identity),
    subject,
    date: content.day === undefined ? null : longDate(content.day, words),
    fact: say(words, 'digest.candidates', { papers: count, count: content.candidates }),
    note: content.note === undefined ? null : plainText(content.note, 400),
    credit: content.credit ?? null,
    preheader,
    preheaderPad: preheaderPad(preheader),
    archiveUrl: editionUrl(identity, content.day),
    unsubscribe: slot('unsubscribe'),
    preferences: slot('preferences')
  }
  const [htmlHead, htmlTail] = [html.head(data), html.tail(data)]
  const extras = fitExtras(templates, content.extras)
  const headings = headingKinds
    .filter((kind) => hasHeading(kind, papers.length, extras))
    .map((kind) => ({ kind, html: headingOf(html, kind)(data), text: headingOf(text, kind)(data) }))
  const apart = [...headings, ...extras].reduce((sum, block) => sum + octets(block.html), 0)
  const frame = octets(htmlHead) + octets(htmlTail) + apart
  const fitted = fitPapers(html, papers, shown.length, frame)
  const block = ({ html: part, view, piece }: FittedPaper['full']) =>
    encodeBlock({ html: part, text: text[piece]({ ...view }) })
  const full = fitted.map((paper) => block(paper.full))

  return sealed({
    subject,
    renderer: rendererOf(templates),
    htmlHead: encodeSegment(htmlHead),
    htmlBlocks: full.map((one) => one.html),
    htmlTail: encodeSegment(htmlTail),
    textHead: encodeSegment(text.head(data)),
    textBlocks: full.map((one) => one.text),
    textTail: encodeSegment(text.tail(data)),
    shorter: fitted.map(({ brief, title }) => ({ brief: block(brief), title: block(title) })),
    headings: Object.fromEntries(headings.map(({ kind, ...parts }) => [kind, encodeBlock(parts)])),
    extras: extras.map(({ kind, html: part, view }) => ({
      kind,
      ...encodeBlock({ html: part, text: pieceOf(text, kind)({ ...view }) })
    }))
  })
}

const headingKinds: readonly HeadingKind[] = ['brief', 'title', ...extraKinds]

function hasHeading(kind: HeadingKind, papers: number, extras: readonly { kind: ExtraKind }[]): boolean {
  if (kind === 'brief') return papers > layoutPlaces.full
  if (kind === 'title') return papers > layoutPlaces.full + layoutPlaces.brief
  return extras.some((extra) => extra.kind === kind)
}

function headingOf(pieces: DigestPieces, kind: HeadingKind) {
  if (kind === 'brief') return pieces.briefs
  if (kind === 'title') return pieces.titles
  return kind === 'late_riser' ? pieces.lateRisers : pieces.corrections
}

function encodeBlock({ html, text }: { html: string; text: string }): Block {
  return { html: encodeSegment(html), text: encodeSegment(text) }
}

function sealed(segments: Omit<DigestSegments, 'contentHash'>): DigestSegments {
  return { ...segments, contentHash: contentHashOf(segments) }
}
