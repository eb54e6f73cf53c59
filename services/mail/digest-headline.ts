import type { PaperView } from './digest-paper.ts'
import { shorten } from './message-plain.ts'

const words = new Intl.DateTimeFormat('en-US', { weekday: 'long', month: 'long', timeZone: 'UTC' })

/** A feed day in words: Wednesday, August 19, 2026. */
export function longDate(day: string): string {
  return `${wordsOf(day).weekday}, ${shortDate(day)}`
}

/** The same within a sentence: August 19, 2026. */
export function shortDate(day: string): string {
  const { month, date } = wordsOf(day)
  return `${month} ${date.getUTCDate()}, ${date.getUTCFullYear()}`
}

function wordsOf(day: string) {
  const date = new Date(`${day}T00:00:00Z`)
  // Put together here: whether a comma follows the weekday differs between ICU versions, and an
  // edition is to come out the same under each.
  const word = Object.fromEntries(words.formatToParts(date).map(({ type, value }) => [type, value]))
  return { weekday: word.weekday, month: word.month, date }
}

/** A title for the subject line: whole if short, else the name before its colon, else cut. */
export function shortTitle(title: string): string {
  const room = 64
  if (title.length <= room) return title
  const name = /^(.{2,64}?):\s/u.exec(title)?.[1]
  return name ?? shorten(title, room)
}

/** What the inbox shows behind the subject: the titles that come after the one already named there. */
export function preheaderOf(papers: PaperView[]): string {
  const [top, ...others] = papers
  const titles = others.slice(0, 3).map((paper) => paper.title)
  return shorten(titles.length > 0 ? titles.join(' · ') : (top?.summary ?? top?.reason ?? ''), 140)
}
