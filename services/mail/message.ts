import { createHash } from 'node:crypto'
import type { DigestSegments } from './digest.ts'
import type { Identity } from './identity.ts'
import {
  field,
  kindFields,
  listFields,
  type Personal,
  personalFields,
  senderFields,
  unsubscribeFields
} from './message-headers.ts'
import type { RenderedNotice } from './notice.ts'
import { encodeSegment, encodeValue, fillSlots, type Piece, type SlotName, takeApart } from './slots.ts'

/** What is the same for all readers of an edition. */
export interface DigestFrame
  extends Pick<DigestSegments, 'subject' | 'htmlHead' | 'htmlTail' | 'textHead' | 'textTail' | 'contentHash'> {
  archiveUrl: string
}

/** The blocks of the papers that a reader gets, in the same order in both. */
interface DigestBlocks {
  html: Buffer[]
  text: Buffer[]
}

/** Where each of a reader's own links leads. */
export type PersonalLinks = Readonly<Record<SlotName, string>>

/** Writes one reader's digest: the bytes to hand to the relay. */
export type JoinDigest = (blocks: DigestBlocks, personal: Personal & { links: PersonalLinks }) => Buffer

/**
 * Prepares an edition and returns what writes a reader's mail: a concatenation, so it costs what
 * copying the bytes costs, whatever the templates do. The same input is the same bytes.
 */
export function prepareDigest(identity: Identity, frame: DigestFrame): JoinDigest {
  const sender = senderFields(identity, frame.subject)
  const list = kindFields(identity, 'digest') + listFields(identity, frame.archiveUrl)
  const text = { head: takeApart(frame.textHead), tail: takeApart(frame.textTail) }
  const html = { head: takeApart(frame.htmlHead), tail: takeApart(frame.htmlTail) }
  const boundary = boundaryOf(frame.contentHash)
  return (blocks, personal) =>
    joinMail({
      fields: sender + personalFields(personal) + list + unsubscribeFields(personal.links.unsubscribe),
      text: [...text.head, ...blocks.text, ...text.tail],
      html: [...html.head, ...blocks.html, ...html.tail],
      boundary,
      links: personal.links
    })
}

/** Writes a notice: a list's mail with `links` (welcome), else one that no machine should answer (confirmation). */
export function buildNotice(
  identity: Identity,
  { kind, subject, html, text }: RenderedNotice,
  personal: Personal & { links: PersonalLinks | undefined }
): Buffer {
  const { links } = personal
  const list =
    links === undefined
      ? field('X-Auto-Response-Suppress', 'All')
      : listFields(identity, `${identity.baseUrl}/`) + unsubscribeFields(links.unsubscribe)
  return joinMail({
    fields: senderFields(identity, subject) + personalFields(personal) + kindFields(identity, kind) + list,
    text: takeApart(encodeSegment(text)),
    html: takeApart(encodeSegment(html)),
    boundary: boundaryOf(createHash('sha256').update(html).digest()),
    links
  })
}

interface Parts {
  fields: string
  text: Piece[]
  html: Piece[]
  boundary: string
  links: PersonalLinks | undefined
}

function joinMail({ fields, text, html, boundary, links }: Parts): Buffer {
  const inText = encoded(links, (url) => url)
  const inHtml = encoded(links, (url) => url.replaceAll('&', '&amp;'))
  return Buffer.concat([
    Buffer.from(
      `${fields}MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary="${boundary}"\r\n\r\n`
    ),
    partHead(boundary, 'plain'),
    ...fillSlots(text, inText),
    partHead(boundary, 'html'),
    ...fillSlots(html, inHtml),
    Buffer.from(`\r\n--${boundary}--\r\n`)
  ])
}

function encoded(links: PersonalLinks | undefined, escape: (url: string) => string): Partial<Record<SlotName, Buffer>> {
  if (links === undefined) return {}
  return {
    unsubscribe: encodeValue(escape(links.unsubscribe)),
    preferences: encodeValue(escape(links.preferences))
  }
}

function partHead(boundary: string, subtype: string): Buffer {
  return Buffer.from(
    `\r\n--${boundary}\r\nContent-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`
  )
}

/** Of the content, not of chance. In quoted-printable a "=" is followed by a digit, so "=_" never occurs in a part. */
function boundaryOf(hash: Buffer): string {
  return `=_${hash.toString('hex', 0, 16)}`
}
