import { shortTitle } from './digest-headline.ts'
import { plainText } from './message-plain.ts'
import { shortDate } from './words/dates.ts'
import { say, type Words } from './words/words.ts'

/** What an edition's subject is made of. */
interface Headline {
  day: string | undefined
  papers: readonly { title: string }[]
  /** How many of them a mail shows. */
  selected: number
}

/**
 * The subjects an edition may have, the shortest first: its top paper's title and how many more.
 * Names before a colon are used again by other papers, so the next says more of the title, and the
 * last has the edition's date, which no other edition has.
 */
export function subjectsOf(words: Words, { day, papers, selected }: Headline): string[] {
  const title = plainText(papers[0]?.title ?? '', 300) || say(words, 'digest.untitled')
  const more = Math.min(selected, papers.length) - 1
  const named = [64, 110].map((room) => {
    const short = shortTitle(title, room)
    return more > 0 ? say(words, 'digest.subject', { title: short, more }) : short
  })
  if (day === undefined) return named.map((subject) => ofOneLine(say(words, 'digest.subjectSample', { subject })))
  const [short = ''] = named
  const dated = say(words, 'digest.subjectDated', { subject: short, date: shortDate(day, words) })
  return [...new Set([...named, dated].map(ofOneLine))]
}

function ofOneLine(subject: string): string {
  return plainText(subject, 150)
}
