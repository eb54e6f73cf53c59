import { createHash } from 'node:crypto'
import { type DigestExtra, type ExtraKind, extraKinds, fitExtras, headingOf, pieceOf } from './digest-extras.ts'
import { fitPapers, octets } from './digest-fit.ts'
import { longDate, preheaderOf, shortTitle } from './digest-headline.ts'
import { type DigestPaper, viewPaper } from './digest-paper.ts'
import { editionUrl, type Identity } from './identity.ts'
import { plainText } from './message-plain.ts'
import { encodeSegment, slot } from './slots.ts'
import type { Templates } from './templates.ts'
import { frameData } from './templates-frame.ts'

export interface DigestContent {
  /** The feed day, YYYY-MM-DD; undefined in the sample edition. */
  day: string | undefined
  /** The whole ranked pool, 1 to 200 papers. */
  papers: DigestPaper[]
  /** How many of the pool a reader gets at most. */
  selected: number
  /** How many were considered. */
  candidates: number
  /** A sentence about this edition, such as where its list came from. */
  note: string | undefined
  /** What stands after the papers, late risers first. */
  extras: DigestExtra[]
}

/** A block in both parts. */
interface Block {
  html: Buffer
  text: Buffer
}

/** An edition as compiled. A body is head, chosen blocks and tail: quoted-printable, with slots in head and tail. */
export interface DigestSegments {
  subject: string
  /** What made the bytes: the same content under the same renderer is the same bytes. */
  renderer: string
  htmlHead: Buffer
  htmlBlocks: Buffer[]
  htmlTail: Buffer
  textHead: Buffer
  textBlocks: Buffer[]
  textTail: Buffer
  /** The heading of each kind of extra that there is. */
  headings: Partial<Record<ExtraKind, Block>>
  extras: ({ kind: ExtraKind } & Block)[]
  /** SHA-256 over all of the above. */
  contentHash: Buffer
}

// Part of the renderer's name; the templates are the other part. To be raised when this folder's
// code makes other bytes of the same content.
const codeVersion = 2

/** Compiles an edition once for all its readers. Deterministic: reads no clock and draws no lots. */
export function compileDigest(templates: Templates, identity: Identity, content: DigestContent): DigestSegments {
  const { subject: fillSubject, html, text } = templates.digest
  const papers = content.papers.map(viewPaper)
  const shown = papers.slice(0, content.selected)
  const [top] = shown
  if (top === undefined) throw new Error('a digest wants at least one paper')

  const edition = {
    ...frameData(identity),
    date: content.day === undefined ? null : longDate(content.day),
    title: shortTitle(top.title),
    more: shown.length - 1,
    count: counted(shown.length),
    candidates: counted(content.candidates),
    note: content.note === undefined ? null : plainText(content.note, 400),
    preheader: preheaderOf(shown),
    archiveUrl: editionUrl(identity, content.day),
    unsubscribe: slot('unsubscribe')
  }
  const subject = plainText(fillSubject(edition), 150)
  const data = { ...edition, subject }
  const [htmlHead, htmlTail] = [html.head(data), html.tail(data)]
  const extras = fitExtras(html, content.extras)
  const headings = extraKinds
    .filter((kind) => extras.some((extra) => extra.kind === kind))
    .map((kind) => ({ kind, html: headingOf(html, kind)(data), text: headingOf(text, kind)(data) }))
  const apart = [...headings, ...extras].reduce((sum, block) => sum + octets(block.html), 0)
  const fitted = fitPapers(html, papers, shown.length, Buffer.byteLength(htmlHead + htmlTail) + apart)

  return sealed({
    subject,
    renderer: `${codeVersion}-${templates.version}`,
    htmlHead: encodeSegment(htmlHead),
    htmlBlocks: fitted.map((paper) => encodeSegment(paper.html)),
    htmlTail: encodeSegment(htmlTail),
    textHead: encodeSegment(text.head(data)),
    textBlocks: fitted.map(({ view, inFull }) =>
      encodeSegment(inFull ? text.paper({ ...view }) : text.title({ ...view }))
    ),
    textTail: encodeSegment(text.tail(data)),
    headings: Object.fromEntries(headings.map(({ kind, ...block }) => [kind, encodeBlock(block)])),
    extras: extras.map(({ kind, html: block, view }) => ({
      kind,
      ...encodeBlock({ html: block, text: pieceOf(text, kind)({ ...view }) })
    }))
  })
}

function encodeBlock({ html, text }: { html: string; text: string }): Block {
  return { html: encodeSegment(html), text: encodeSegment(text) }
}

function counted(count: number): string {
  return count.toLocaleString('en-US')
}

function sealed(segments: Omit<DigestSegments, 'contentHash'>): DigestSegments {
  const { headings, extras, ...papers } = segments
  const apart = [...Object.entries(headings).map(([kind, block]) => ({ kind, ...block })), ...extras]
  const hash = createHash('sha256')
  for (const part of [
    ...Object.values(papers).flat(),
    ...apart.flatMap(({ kind, html, text }) => [kind, html, text])
  ]) {
    // The length goes first, so that moving a byte from one part to the next changes the hash.
    hash.update(`${Buffer.byteLength(part)}:`).update(part)
  }
  return { ...segments, contentHash: hash.digest() }
}
