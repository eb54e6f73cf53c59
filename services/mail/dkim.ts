import { createHash, type KeyObject, sign as signData } from 'node:crypto'
import { promisify } from 'node:util'

export interface DkimKey {
  domain: string
  selector: string
  /** RSA. An object and not its PEM, which OpenSSL would parse again for every mail: 885 µs a signature against 292. */
  privateKey: KeyObject
}

/**
 * Makes the DKIM-Signature field (RFC 6376) of a mail, line break included: rsa-sha256, relaxed/relaxed.
 * `header` is all its fields. `body` has to be in the relaxed form already, as encodeSegment() writes it:
 * no tab, no two spaces in a row, none at the end of a line. So the bytes that are hashed are the bytes
 * that are sent, and nothing on the way that tidies up spaces can break the signature.
 */
export type SignMail = (header: string, body: readonly Buffer[]) => Promise<string>

// In a thread of libuv's pool: the loop has other mails to see to during a third of a millisecond.
const signInPool = promisify(signData)
// Named once more than they occur, so that a second one cannot be put in front of a signed one (section 8.15).
const sealed = new Set(['from', 'to', 'subject'])
const longestLine = 76

/** Signs with the fields of `names` (lower case) that a mail has. Without lots and clock: the same mail is signed the same. */
export function dkimSigner({ domain, selector, privateKey }: DkimKey, names: readonly string[]): SignMail {
  const start = ['DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;', `d=${domain}; s=${selector};`]
  // Mails are of few kinds, and each kind has the same fields.
  const starts = new Map<string, string[]>()
  return async (header, body) => {
    const fields = relaxed(header)
    const signed = names.filter((name) => fields.has(name))
    const kind = signed.join(':')
    const known = starts.get(kind) ?? [...start, ...folded(`h=${listed(signed)};`)]
    starts.set(kind, known)
    const lines = [...known, `bh=${bodyHash(body)};`, 'b=']
    const data = signed.map((name) => `${name}:${fields.get(name)}\r\n`).join('') + relaxedField(lines.join(' '))
    const signature = await signInPool('sha256', Buffer.from(data, 'latin1'), privateKey)
    return `${lines.join('\r\n ')}${signature.toString('base64').replace(/.{72}(?=.)/g, '$&\r\n ')}\r\n`
  }
}

function listed(names: readonly string[]): string {
  return names.flatMap((name) => (sealed.has(name) ? [name, name] : [name])).join(':')
}

function bodyHash(body: readonly Buffer[]): string {
  const hash = createHash('sha256')
  for (const piece of body) hash.update(piece)
  return hash.digest('base64')
}

/** The fields by name in lower case, unfolded, with single spaces (section 3.4.2). A name occurs once. */
function relaxed(header: string): Map<string, string> {
  return new Map(
    header
      .trimEnd()
      .split(/\r\n(?![ \t])/)
      .map((field) => {
        const colon = field.indexOf(':')
        return [field.slice(0, colon).toLowerCase(), relaxedValue(field.slice(colon + 1))]
      })
  )
}

function relaxedField(field: string): string {
  const colon = field.indexOf(':')
  return `${field.slice(0, colon).toLowerCase()}:${relaxedValue(field.slice(colon + 1))}`
}

function relaxedValue(value: string): string {
  const line = value.replaceAll('\r\n', '').trim()
  return /\t| {2}/.test(line) ? line.replaceAll(/[ \t]+/g, ' ') : line
}

/** The names on lines of their own; around a colon between them there may be space. */
function folded(list: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const part of list.split(/(?<=:)/)) {
    if (line.length + part.length > longestLine - 1) {
      lines.push(line)
      line = ''
    }
    line += part
  }
  return [...lines, line]
}
