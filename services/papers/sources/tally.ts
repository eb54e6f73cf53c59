/** How often each reason occurred. Reasons are words of ours, never of the source. */
export type Tally = Record<string, number>

export function count(tally: Tally, reason: string): void {
  tally[reason] = (tally[reason] ?? 0) + 1
}

export function addTally(tally: Tally, other: Tally): void {
  for (const [reason, times] of Object.entries(other)) tally[reason] = (tally[reason] ?? 0) + times
}

/** A list of which nothing could be read is no quiet day: the source has changed its form. */
export function noneRead(refused: Tally): string {
  const reasons = Object.entries(refused).map(([reason, times]) => `${reason}: ${times}`)
  return `nothing could be read (${reasons.join(', ')})`
}
