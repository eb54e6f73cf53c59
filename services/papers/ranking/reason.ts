import { hoursBetween, movementOf } from './movement.ts'
import { knownVotes, type Signals } from './signals.ts'

/** A reading older than this tells of an earlier day. */
const freshHours = 12
/** From here on "yesterday" would be the wrong word. */
const yesterdayHours = 36

const longDate = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' })
const grouped = new Intl.NumberFormat('en-US')

/** Why a paper stands where it does, in one line that says nothing which was not written down. */
export function reasonFor(paper: Signals, at: Date): string {
  const { pick, latest, position, feedDay } = paper
  if (pick !== null) return pick.note === null ? `Picked by ${pick.curator}` : `Picked by ${pick.curator}: ${pick.note}`
  const stars = latest?.stars ? `, ${counted(latest.stars, 'star')}` : ''
  const rise = riseOf(paper, at)
  if (rise !== undefined) return `${rise}${stars}`
  const { votes, onHuggingFace } = knownVotes(paper)
  if (votes !== null && votes > 0)
    return `${counted(votes, 'vote')}${onHuggingFace ? ' on Hugging Face Daily Papers' : ''}${stars}`
  const day = longDate.format(new Date(`${feedDay}T00:00:00Z`))
  return position === null ? `Listed on ${day}` : `No. ${position} on the list of ${day}`
}

/** "+120 votes since yesterday": two readings at least `dayHours` apart, the newer one fresh. */
function riseOf(paper: Signals, at: Date): string | undefined {
  const movement = movementOf(paper, at)
  if (paper.latest === null || movement?.since === undefined || !movement.votes) return undefined
  if (hoursBetween(paper.latest.seenAt, at) > freshHours) return undefined
  const span = hoursBetween(movement.since, at) > yesterdayHours ? 'in two days' : 'since yesterday'
  return `+${counted(movement.votes, 'vote')} ${span}`
}

function counted(count: number, what: string): string {
  return `${grouped.format(count)} ${what}${count === 1 ? '' : 's'}`
}
