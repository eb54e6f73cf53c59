import type { DigestPaper } from './digest-paper.ts'
import { say, sayShortNumber, type Words } from './words/words.ts'

const kinds = ['paper', 'pdf', 'code', 'project', 'discussion'] as const

/** One of a paper's links as the templates show it. */
export interface LinkView {
  kind: (typeof kinds)[number]
  label: string
  /** For the ear, where the label has a sign that is read aloud oddly. */
  spoken: string | null
  url: string
}

/** A paper's links in their order, without those that must not be linked. */
export function viewLinks({ links, stars }: Pick<DigestPaper, 'links' | 'stars'>, words: Words): LinkView[] {
  return kinds.flatMap((kind): LinkView[] => {
    const url = safeUrl(links[kind])
    if (url === null) return []
    const label = say(words, `paper.link.${kind}`)
    if (kind !== 'code' || !stars) return [{ kind, label, spoken: kind === 'code' ? label : null, url }]
    return [
      {
        kind,
        label: say(words, 'paper.starsShort', { link: label, stars: sayShortNumber(words, stars) }),
        spoken: say(words, 'paper.stars', { link: label, count: stars }),
        url
      }
    ]
  })
}

/** An absolute http(s) address without credentials, as the URL parser writes it, or null. */
export function safeUrl(text: string | undefined): string | null {
  if (text === undefined || !URL.canParse(text)) return null
  const { protocol, href, username, password } = new URL(text)
  const plain = (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
  return plain && href.length <= 300 ? href : null
}
