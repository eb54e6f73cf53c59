import type { DigestPaper } from './digest-paper.ts'
import { say, sayShortNumber, type Words } from './words/words.ts'

const kinds = ['paper', 'pdf', 'code', 'project', 'discussion'] as const

/** One of a paper's links as the templates show it. */
export interface LinkView {
  kind: (typeof kinds)[number]
  label: string
  url: string
}

/** A paper's links in their order, without those that must not be linked. */
export function viewLinks({ links, stars }: Pick<DigestPaper, 'links' | 'stars'>, words: Words): LinkView[] {
  return kinds.flatMap((kind) => {
    const url = safeUrl(links[kind])
    if (url === null) return []
    // In words: a star is read aloud as "black star", and a name that only the ear gets is another one.
    const label =
      kind === 'code' && stars
        ? say(words, 'paper.codeStars', { count: stars, short: sayShortNumber(words, stars) })
        : say(words, `paper.link.${kind}`)
    return [{ kind, label, url }]
  })
}

/** Far more than an address that is shown has: the parser takes 20 ms for 100 KB of what it has to escape. */
const longestRead = 2000

/** An absolute http(s) address without credentials, as the URL parser writes it, or null. */
export function safeUrl(text: string | undefined): string | null {
  if (text === undefined || text.length > longestRead || !URL.canParse(text)) return null
  const { protocol, href, username, password } = new URL(text)
  const plain = (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
  return plain && href.length <= 300 ? href : null
}
