import { shortDate } from '../../mail/words/dates.ts'
import { english } from '../../mail/words/en.ts'
import { say, type Words } from '../../mail/words/words.ts'
import { hoursBetween, movementOf } from './movement.ts'
import { knownVotes, type Signals } from './signals.ts'

/** A reading older than this tells of an earlier day. */
const freshHours = 12
/** From here on "yesterday" would be the wrong word. */
const yesterdayHours = 36

/** Why a paper stands where it does, in one line that says nothing which was not written down. */
export function reasonFor(paper: Signals, at: Date, words: Words = english): string {
  const { pick, latest, position, feedDay } = paper
  if (pick !== null) {
    const { curator, note } = pick
    return note === null ? say(words, 'reason.picked', { curator }) : say(words, 'reason.pickedNote', { curator, note })
  }
  const { votes, onHuggingFace } = knownVotes(paper)
  const told =
    riseOf(paper, at, words) ??
    (votes !== null && votes > 0
      ? say(words, onHuggingFace ? 'reason.votesHuggingFace' : 'reason.votes', { count: votes })
      : undefined)
  if (told !== undefined)
    return latest?.stars ? say(words, 'reason.andStars', { reason: told, count: latest.stars }) : told
  const date = shortDate(feedDay, words)
  return position === null
    ? say(words, 'reason.listed', { date })
    : say(words, 'reason.place', { place: position, date })
}

/** Whether a reason says no more than that a paper is on the list of one of these days, or in which place. */
export function saysOnlyPlace(reason: string, days: readonly string[], words: Words): boolean {
  return days.some((day) => {
    const date = shortDate(day, words)
    if (reason === say(words, 'reason.listed', { date })) return true
    const [before = '', after = ''] = say(words, 'reason.place', { place: '|', date }).split('|')
    const place = reason.slice(before.length, reason.length - after.length)
    return /^[\p{N}.,]+$/u.test(place) && reason === `${before}${place}${after}`
  })
}

/** "+120 votes since yesterday": two readings at least `dayHours` apart, the newer one fresh. */
function riseOf(paper: Signals, at: Date, words: Words): string | undefined {
  const movement = movementOf(paper, at)
  if (paper.latest === null || movement?.since === undefined || !movement.votes) return undefined
  if (hoursBetween(paper.latest.seenAt, at) > freshHours) return undefined
  const late = hoursBetween(movement.since, at) > yesterdayHours
  return say(words, late ? 'reason.inTwoDays' : 'reason.sinceYesterday', { count: movement.votes })
}
