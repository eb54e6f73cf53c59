import type { Run } from '../clean-text/run.ts'
import type { PaperLinks } from '../paper-links.ts'

/** What a citation needs of a paper. */
export interface CitedPaper {
  id: number
  arxivId: string | null
  doi: string | null
  title: string
  titleRuns: Run[] | null
  authors: string[]
  abstract: string | null
  /** YYYY-MM or YYYY-MM-DD. */
  publishedOn: string | null
  topics: string[]
  withdrawnAt: Date | null
  links: PaperLinks
}

/**
 * The name a paper is cited by: never changes once the paper has an arXiv id, and depends on no other
 * paper. Title and authors are not in it because versions change them, no colon because French
 * typography in LaTeX makes a command of it.
 */
export function citationKey({ arxivId, id }: Pick<CitedPaper, 'arxivId' | 'id'>): string {
  return arxivId === null ? `paper-${id}` : `arxiv-${arxivId.replace('/', '-')}`
}

/** When it was published, as far as it is known; an arXiv id of today's form says year and month. */
export function publicationDate({
  publishedOn,
  arxivId
}: Pick<CitedPaper, 'publishedOn' | 'arxivId'>): { year: string; month: string; day: string | undefined } | undefined {
  const told = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(publishedOn ?? '')
  if (told !== null) return { year: told[1] ?? '', month: told[2] ?? '', day: told[3] }
  const named = /^(\d{2})(\d{2})\.\d{4,5}$/.exec(arxivId ?? '')
  return named === null ? undefined : { year: `20${named[1]}`, month: named[2] ?? '', day: undefined }
}

/** Names of groups are one name, whatever words are in them. */
export function isGroup(name: string): boolean {
  return /\b(team|group|collaboration|consortium|community|labs?|and)\b|&/i.test(name)
}

const particles = /^(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|ter|ten|bin|ibn|al|el)$/i

const suffix = /^(?:[JS]r\.?|III?|IV)$/

/**
 * "Ada van der Berg Jr." -> "van der Berg, Ada, Jr." as RIS wants it, or with the suffix second as BibTeX
 * does; with its family name in front neither can misread a name.
 */
export function familyFirst(name: string, order: 'suffix last' | 'suffix second'): string {
  if (isGroup(name)) return name
  const words = name.split(/\s+/)
  const after = words.length > 2 && suffix.test(words.at(-1) ?? '') ? words.pop() : undefined
  // "Ada Example, Jr." is written, too.
  if (after !== undefined) words.push((words.pop() ?? '').replace(/,$/, ''))
  if (words.some((word) => word.includes(','))) return name
  let from = words.length - 1
  while (from > 1 && particles.test(words[from - 1] ?? '')) from--
  if (from < 1) return name
  const [family, given] = [words.slice(from).join(' '), words.slice(0, from).join(' ')]
  const parts = order === 'suffix last' ? [family, given, after] : [family, after, given]
  return parts.filter((part) => part !== undefined).join(', ')
}
