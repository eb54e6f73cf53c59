import { columns } from './templates-wrap.ts'

// Controls cannot come from outside: plainText() removes them. Quoted-printable writes this one as =03, an equals sign
// of a text as =3D, and breaks no line inside of either.
const place = '\u0003'
const encoded = '=03'

/** A link as a line of a text part, with a place for its number in the mail that it will stand in. */
export function reference(label: string, url: string): string {
  const room = ' '.repeat(Math.max(0, 17 - columns(label)))
  return `[${place} ${label === '' ? '' : `${label}${room} `}${url}`
}

/**
 * Blocks of a text part, encoded, with their references numbered from 1 through the whole mail. What stands behind the
 * numbers is aligned up to 99. A number takes at most two octets more than its place, for which a segment's lines have room.
 */
export function numberReferences(blocks: readonly Buffer[]): Buffer[] {
  let number = 0
  return blocks.map((block) => {
    const [head = '', ...rest] = block.toString('latin1').split(encoded)
    let numbered = head
    for (const text of rest) {
      number += 1
      // The second of two spaces is escaped, as everywhere in a segment: this one, as the other follows.
      numbered += number < 10 ? `${number}]=20${text}` : `${number}]${text}`
    }
    return rest.length === 0 ? block : Buffer.from(numbered, 'latin1')
  })
}
