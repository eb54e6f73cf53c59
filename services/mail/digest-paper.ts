import { plainText } from './message-plain.ts'

/** A paper as it comes: plain text, but from outside and not trusted. */
export interface DigestPaper {
  title: string
  authors: string[]
  summary: string | undefined
  /** Why it is in the edition, in one line. */
  reason: string
  topics: string[]
  links: { paper: string; pdf?: string; code?: string; project?: string }
}

/** A paper as the templates show it; null where there is nothing to show. */
export interface PaperView {
  title: string
  url: string | null
  authors: string | null
  summary: string | null
  reason: string | null
  topics: string | null
  links: { label: string; url: string }[]
}

const namedAuthors = 3
const shownTopics = 3
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** Cleans a paper's texts and drops what cannot be linked. Lengths end what no real paper has. */
export function viewPaper({ title, authors, summary, reason, topics, links }: DigestPaper): PaperView {
  const found = [
    { label: 'Paper', url: safeUrl(links.paper) },
    { label: 'PDF', url: safeUrl(links.pdf) },
    { label: 'Code', url: safeUrl(links.code) },
    { label: 'Project', url: safeUrl(links.project) }
  ].filter((link): link is { label: string; url: string } => link.url !== null)
  return {
    title: plainText(title, 300) || 'Untitled',
    url: safeUrl(links.paper),
    authors: orNull(byline(authors.map((author) => plainText(author, 60)).filter((author) => author !== ''))),
    summary: orNull(plainText(summary ?? '', 4000)),
    reason: orNull(plainText(reason, 200)),
    topics: orNull(
      topics
        .map((topic) => plainText(topic, 40))
        .filter((topic) => topic !== '')
        .slice(0, shownTopics)
        .join(' · ')
    ),
    links: found
  }
}

/** The first three authors, and how many more there are. */
function byline(authors: string[]): string {
  const more = authors.length - namedAuthors
  return list.format(more > 0 ? [...authors.slice(0, namedAuthors), `${more} more`] : authors)
}

/** An absolute http(s) address without credentials, as the URL parser writes it, or null. */
function safeUrl(text: string | undefined): string | null {
  if (text === undefined || !URL.canParse(text)) return null
  const { protocol, href, username, password } = new URL(text)
  const plain = (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
  return plain && href.length <= 300 ? href : null
}

function orNull(text: string): string | null {
  return text === '' ? null : text
}
