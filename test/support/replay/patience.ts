import type { Sleep } from '../../../services/platform/outbound/sleep.ts'

/** A sleep that takes no time and remembers for how long it was asked, in milliseconds. */
export function impatient(): { sleep: Sleep; waits: number[] } {
  const waits: number[] = []
  return { waits, sleep: async (milliseconds) => void waits.push(milliseconds) }
}
