import { setTimeout as wait } from 'node:timers/promises'

/** Waits so many milliseconds. One that rejects ends whatever waits: a service that stops has no minutes. */
export type Sleep = (milliseconds: number) => Promise<void>

export const systemSleep: Sleep = (milliseconds) => wait(milliseconds)
