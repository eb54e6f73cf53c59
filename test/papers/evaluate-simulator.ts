import { addDays } from '../../services/papers/feed-day.ts'
import type { Reading } from '../../services/papers/ranking/signals.ts'

export interface SimulatedPaper {
  title: string
  feedDay: string
  readings: Reading[]
}

const hourMs = 3_600_000
const readEveryHours = 6
const followedHours = 11 * 24
/** A share of papers that some thread or talk finds, hours or days later. */
const burstShare = 0.08
const withoutCode = 0.36

/**
 * Papers with votes that rise and ebb as on a real list, from a seed: a quality drawn from a lognormal,
 * votes as a Poisson process that halves every day and sleeps at night, a few bursts, a good third
 * without a repository, old repositories with stars of other times. It is a world made up to
 * catch a ranking that got worse, and says nothing about how good one is.
 */
export function simulatePapers({
  seed,
  from,
  days,
  perDay
}: {
  seed: number
  from: string
  days: number
  perDay: number
}) {
  const random = randomOf(seed)
  return Array.from({ length: days }, (_, index) => addDays(from, index)).flatMap((feedDay) =>
    Array.from({ length: perDay }, (_, index) => simulatePaper(`${feedDay} no. ${index}`, feedDay, random))
  )
}

function simulatePaper(title: string, feedDay: string, random: Random): SimulatedPaper {
  const quality = 20 * Math.exp(1.1 * random.normal())
  const burst = random.uniform() < burstShare ? { at: 8 + 120 * random.uniform(), votes: 20 + 2 * quality } : undefined
  const codeUrl = random.uniform() < withoutCode ? null : `https://code.test/${encodeURIComponent(title)}`
  const starsPerVote = 0.5 * Math.exp(random.normal())
  const listed = new Date(`${feedDay}T00:00:00Z`).getTime() + (3 + 14 * random.uniform()) * hourMs
  let [votes, comments] = [1, 0]
  let stars = random.uniform() < 0.2 ? Math.floor(5000 * random.uniform()) : Math.floor(30 * random.uniform())
  const readings: Reading[] = []
  for (let time = nextReading(listed); time < listed + followedHours * hourMs; time += readEveryHours * hourMs) {
    const hours = (time - listed) / hourMs
    const before = Math.max(0, hours - readEveryHours)
    const expected =
      (quality * between(before, hours, 24) +
        (burst === undefined ? 0 : burst.votes * between(before - burst.at, hours - burst.at, 12))) *
      daylight(time)
    const more = random.poisson(expected)
    votes += more
    comments += random.poisson(more * 0.05)
    stars += random.poisson(expected * starsPerVote)
    readings.push({
      seenAt: new Date(time),
      votes,
      comments,
      stars: codeUrl === null ? null : stars,
      codeUrl,
      sourceRank: null
    })
  }
  return { title, feedDay, readings }
}

function nextReading(time: number): number {
  return Math.ceil(time / (readEveryHours * hourMs)) * readEveryHours * hourMs
}

/** The share of all votes that come between two hours of a paper's life, when they halve every `halfLife`. */
function between(from: number, until: number, halfLife: number): number {
  const left = (hours: number) => 2 ** (-Math.max(0, hours) / halfLife)
  return left(from) - left(until)
}

/** Most readers are awake at 15:00 UTC. */
function daylight(time: number): number {
  return 1 + 0.6 * Math.cos(((new Date(time).getUTCHours() - 15) / 24) * 2 * Math.PI)
}

interface Random {
  uniform(): number
  normal(): number
  poisson(mean: number): number
}

/** A linear congruential generator of 48 bits: the same numbers on every machine. */
function randomOf(seed: number): Random {
  let state = BigInt(seed)
  const uniform = () => {
    state = (state * 0x5deece66dn + 11n) & 0xffff_ffff_ffffn
    return (Number(state) + 0.5) / 2 ** 48
  }
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  const poisson = (mean: number) => {
    if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
    let count = 0
    for (let product = uniform(); product > Math.exp(-mean); product *= uniform()) count++
    return count
  }
  return { uniform, normal, poisson }
}
