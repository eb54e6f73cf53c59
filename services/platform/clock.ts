/** Where the time comes from: the system's in a running service, a fixed one in tests. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
