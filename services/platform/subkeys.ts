import { createHmac } from 'node:crypto'

/** A key of its own for each purpose, so that no purpose's MAC says anything about another's. */
export function subkey(key: string, purpose: string): Buffer {
  return createHmac('sha256', key).update(`daily-papers/${purpose}`).digest()
}
