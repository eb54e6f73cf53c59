import { longDate } from '../mail/digest-headline.ts'
import { huggingFaceLists } from '../papers/list-sources.ts'
import { atUtc, type DayStanding } from './completeness.ts'

/**
 * The sentence an edition says about itself: whose list it is, and what it lacks. Undefined
 * where there is nothing to say.
 */
export function editionNote(
  { day, standing }: { day: string; standing: DayStanding },
  papers: readonly { source: string | null; feedDay: string }[]
): string | undefined {
  const days = papers
    .flatMap(({ source, feedDay }) => (source !== null && huggingFaceLists.includes(source) ? feedDay : []))
    .toSorted()
  const credit = creditOf(days)
  const lack = lackOf(day, standing, days.at(-1) === day)
  if (credit === undefined) return lack === undefined ? undefined : `This edition was ${lack}.`
  return lack === undefined ? `${credit}.` : `${credit}, ${lack}.`
}

function creditOf(days: string[]): string | undefined {
  const [first, newest] = [days[0], days.at(-1)]
  if (first === undefined || newest === undefined) return undefined
  const more = first === newest ? '' : ' and days before'
  return `From Hugging Face Daily Papers of ${longDate(newest)}${more} (https://huggingface.co/papers/date/${newest})`
}

function lackOf(day: string, standing: DayStanding, dayIsNamed: boolean): string | undefined {
  if (standing.kind === 'complete') return undefined
  if (standing.kind === 'growing') return 'made early: what is listed later joins the next edition'
  const list = `the list of ${longDate(day)}`
  if (standing.readAt === undefined)
    return `made while ${list} could not be read: what is missing joins the next edition`
  const then = `as it was at ${atUtc(standing.readAt)}, when it could last be read`
  return `${dayIsNamed ? then : `made from ${list} ${then}`}: what was listed later joins the next edition`
}
