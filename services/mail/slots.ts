import { encode, wrap } from 'nodemailer/lib/qp'

/** What a mail has for each reader of its own. A URL: it may stand in an attribute or in text. */
export type SlotName = 'unsubscribe' | 'preferences'

/** A piece of an encoded mail: bytes, or the name of what goes there. */
export type Piece = Buffer | SlotName

// U+0001 and U+0002 cannot come from outside: plainText() removes controls. In quoted-printable they
// would be written =01 and =02, so the raw bytes are as unmistakable in an encoded segment.
const open = 0x01
const marker = /\u0001([a-z]+)\u0002/
// 76 less the two octets that escaping a line's first character adds, less the soft break before a slot.
const lineLength = 73

/** The marker that holds a slot's place in a template's data. */
export function slot(name: SlotName): string {
  return `\u0001${name}\u0002`
}

/**
 * Encodes whole lines of text as quoted-printable, once, so that segments can be concatenated in any
 * choice and order: each starts and ends at a line break. A slot stands on an encoded line of its own,
 * between soft breaks, so that what is put there moves no other byte.
 */
export function encodeSegment(text: string): Buffer {
  if (!text.endsWith('\n')) throw new Error('a segment is made of whole lines')
  const parts = text.replaceAll(/\r\n?|\n/g, '\r\n').split(marker)
  let encoded = ''
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 1) {
      const startsLine = encoded === '' || encoded.endsWith('\n')
      encoded += `${startsLine ? '' : '=\r\n'}${slot(part as SlotName)}${parts[index + 1]?.startsWith('\r\n') ? '' : '=\r\n'}`
    } else {
      encoded += encodeLines(part)
    }
  }
  return Buffer.from(encoded, 'latin1')
}

/** Takes an encoded segment apart at its slots. */
export function takeApart(segment: Buffer): Piece[] {
  if (!segment.includes(open)) return [segment]
  return segment
    .toString('latin1')
    .split(marker)
    .map((part, index) => (index % 2 === 1 ? (part as SlotName) : Buffer.from(part, 'latin1')))
}

/** The encoded bytes with each slot filled. `values` come from encodeValue(). */
export function fillSlots(pieces: Piece[], values: Partial<Record<SlotName, Buffer>>): Buffer[] {
  return pieces.map((piece) => (typeof piece === 'string' ? valueOf(values, piece) : piece))
}

function valueOf<T>(values: Partial<Record<SlotName, T>>, name: SlotName): T {
  const value = values[name]
  if (value === undefined) throw new Error(`nothing to put into the slot "${name}"`)
  return value
}

/** Encodes what goes into a slot. The line it ends on has room for the soft break that may follow. */
export function encodeValue(value: string): Buffer {
  // Nearly every link: no byte to escape, so it has only to be cut. That is done for every mail.
  const encoded = /^[!-<>-~]*$/.test(value) ? cutLines(value) : encodeLines(value)
  return Buffer.from(encoded, 'latin1')
}

/** The text of encoded segments, as a mail client would read it, with each slot filled. */
export function decodeSegments(segments: Buffer[], values: Partial<Record<SlotName, string>>): string {
  const encoded = Buffer.concat(segments).toString('latin1').replaceAll('=\r\n', '').replaceAll('\r\n', '\n')
  const bytes = encoded.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1')
    .toString('utf8')
    .replaceAll(new RegExp(marker, 'g'), (_, name: SlotName) => valueOf(values, name))
}

/**
 * Quoted-printable with lines of at most 76 characters that nothing on the way has a reason to
 * touch: a dot that starts a line is escaped, so SMTP stuffs none, and so is the F of a "From "
 * (RFC 2049 section 3). Tabs and the spaces that follow a space are escaped too: that is the relaxed
 * form of a body in DKIM, so the bytes signed are the bytes sent.
 */
function encodeLines(text: string): string {
  // Each line by itself: given several, wrap() counts the line break and breaks those of 72 columns.
  const lines = encode(text)
    .replaceAll('\t', '=09')
    .replaceAll(/(?<= ) /g, '=20')
    .split('\r\n')
    .map((line) => wrap(line, lineLength))
    .join('\r\n')
  return escapeStarts(lines)
}

/** The same for text without spaces and without anything else to escape. */
function cutLines(text: string): string {
  let lines = ''
  for (let at = 0; at < text.length; at += lineLength) {
    const line = text.slice(at, at + lineLength)
    lines += `${at === 0 ? '' : '=\r\n'}${line.startsWith('.') ? `=2E${line.slice(1)}` : line}`
  }
  return lines
}

function escapeStarts(lines: string): string {
  return lines.replaceAll(/^\./gm, '=2E').replaceAll(/^From /gm, '=46rom ')
}
