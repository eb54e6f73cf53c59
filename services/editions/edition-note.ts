import type { DigestCredit } from '../mail/digest.ts'
import { longDate } from '../mail/words/dates.ts'
import { english } from '../mail/words/en.ts'
import { say } from '../mail/words/words.ts'
import { huggingFaceLists } from '../papers/list-sources.ts'
import { atUtc, type DayStanding } from './completeness.ts'

/** The sentence an edition says about what it lacks; undefined where it lacks nothing. */
export function editionNote({ day, standing }: { day: string; standing: DayStanding }): string | undefined {
  if (standing.kind === 'complete') return undefined
  if (standing.kind === 'growing') return say(english, 'note.early')
  const date = longDate(day)
  if (standing.readAt === undefined) return say(english, 'note.unread', { date })
  return say(english, 'note.readBefore', { date, moment: atUtc(standing.readAt) })
}

/** Whose list an edition is made from; undefined where nobody is to be credited. */
export function editionCredit(papers: readonly { source: string | null; feedDay: string }[]): DigestCredit | undefined {
  const days = papers
    .flatMap(({ source, feedDay }) => (source !== null && huggingFaceLists.includes(source) ? feedDay : []))
    .toSorted()
  const [first, newest] = [days[0], days.at(-1)]
  if (first === undefined || newest === undefined) return undefined
  const date = longDate(newest)
  return {
    text: say(english, first === newest ? 'note.credit' : 'note.creditDays', { date }),
    url: `https://huggingface.co/papers/date/${newest}`
  }
}
