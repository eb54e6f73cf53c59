import type { LimiterTime } from './limiter-time.ts'

/** What somebody waits for who is woken for a reason, or else at a time. */
export interface WakeUp {
  /** Resolves at `at` (elapsed(); Infinity: never by itself), or when it is called before. */
  until(at: number): Promise<void>
  call(): void
}

export function openWakeUp(time: LimiterTime): WakeUp {
  let call: () => void = () => undefined
  return {
    until: (at) =>
      new Promise((resolve) => {
        const cancel = at === Infinity ? () => undefined : time.callAt(at, resolve)
        call = () => {
          cancel()
          resolve()
        }
      }),
    call: () => call()
  }
}
