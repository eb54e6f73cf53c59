import type { Clock } from '../../services/platform/clock.ts'

/** A clock that stands still until it is moved. */
export interface TestClock extends Clock {
  set(instant: string | Date): void
  advance(milliseconds: number): void
}

export function clockAt(instant: string): TestClock {
  let now = new Date(instant)
  return {
    now: () => new Date(now),
    set: (next) => {
      now = new Date(next)
    },
    advance: (milliseconds) => {
      now = new Date(now.getTime() + milliseconds)
    }
  }
}

export const minutes = (count: number) => count * 60_000
export const hours = (count: number) => count * 3_600_000
export const days = (count: number) => count * 86_400_000
