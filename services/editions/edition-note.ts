import type { DigestCredit } from '../mail/digest.ts'
import { atUtc, longDate } from '../mail/words/dates.ts'
import { say, type Words } from '../mail/words/words.ts'
import { huggingFaceLists } from '../papers/list-sources.ts'
import type { DayStanding } from './completeness.ts'

/** The sentence an edition says about what it lacks; undefined where it lacks nothing. */
export function editionNote(
  words: Words,
  { day, standing }: { day: string; standing: DayStanding }
): string | undefined {
  if (standing.kind === 'complete') return undefined
  if (standing.kind === 'growing') return say(words, 'note.early')
  const date = longDate(day, words)
  if (standing.readAt === undefined) return say(words, 'note.unread', { date })
  return say(words, 'note.readBefore', { date, moment: atUtc(standing.readAt, words) })
}

/** Whose list an edition is made from; undefined where nobody is to be credited. */
export function editionCredit(
  words: Words,
  papers: readonly { source: string | null; feedDay: string }[]
): DigestCredit | undefined {
  const days = papers
    .flatMap(({ source, feedDay }) => (source !== null && huggingFaceLists.includes(source) ? feedDay : []))
    .toSorted()
  const [first, newest] = [days[0], days.at(-1)]
  if (first === undefined || newest === undefined) return undefined
  const date = longDate(newest, words)
  return {
    text: say(words, first === newest ? 'note.credit' : 'note.creditDays', { date }),
    url: `https://huggingface.co/papers/date/${newest}`
  }
}
