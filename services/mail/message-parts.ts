import type { SignMail } from './dkim.ts'
import { encodeValue, fillSlots, type Piece, type SlotName, takeApart } from './slots.ts'

/** The parts of a mail around a reader's blocks, with slots: text, then HTML. */
interface Body {
  contentType: string
  textHead: Piece[]
  textTail: Piece[]
  htmlHead: Piece[]
  htmlTail: Piece[]
}

/** Encoded segments, put together with the marks of multipart/alternative, text first (RFC 2046 section 5.1.4). */
export function prepareBody(
  segments: { textHead: Buffer; textTail: Buffer; htmlHead: Buffer; htmlTail: Buffer },
  hash: Buffer
): Body {
  const boundary = boundaryOf(hash)
  return {
    contentType: `Content-Type: multipart/alternative;\r\n boundary="${boundary}"\r\n`,
    textHead: takeApart(Buffer.concat([partHead(boundary, 'plain'), segments.textHead])),
    textTail: takeApart(segments.textTail),
    htmlHead: takeApart(Buffer.concat([partHead(boundary, 'html'), segments.htmlHead])),
    htmlTail: takeApart(Buffer.concat([segments.htmlTail, Buffer.from(`\r\n--${boundary}--\r\n`)]))
  }
}

interface Parts {
  /** The header but for what says that it is MIME. */
  fields: string
  body: Body
  blocks: { html: readonly Buffer[]; text: readonly Buffer[] }
  links: Readonly<Record<SlotName, string>> | undefined
}

/** The whole mail in one buffer, copied once. */
export async function joinMail({ fields, body, blocks, links }: Parts, sign: SignMail | undefined): Promise<Buffer> {
  const inText = encoded(links)
  const escaped = escapedOf(links)
  const inHtml = escaped === links ? inText : encoded(escaped)
  const pieces = [
    ...fillSlots(body.textHead, inText),
    ...blocks.text,
    ...fillSlots(body.textTail, inText),
    ...fillSlots(body.htmlHead, inHtml),
    ...blocks.html,
    ...fillSlots(body.htmlTail, inHtml)
  ]
  const header = `${fields}MIME-Version: 1.0\r\n${body.contentType}`
  const signature = sign === undefined ? '' : await sign(header, pieces)
  return Buffer.concat([Buffer.from(`${signature}${header}\r\n`, 'latin1'), ...pieces])
}

function encoded(links: Parts['links']): Partial<Record<SlotName, Buffer>> {
  if (links === undefined) return {}
  return { unsubscribe: encodeValue(links.unsubscribe), preferences: encodeValue(links.preferences) }
}

/** The links as attributes of HTML have them: the same, but for what a BASE_URL may hold. */
function escapedOf(links: Parts['links']): Parts['links'] {
  if (links === undefined || !Object.values(links).some((url) => url.includes('&'))) return links
  return {
    unsubscribe: links.unsubscribe.replaceAll('&', '&amp;'),
    preferences: links.preferences.replaceAll('&', '&amp;')
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
