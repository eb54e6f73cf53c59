import { createHmac } from 'node:crypto'

/** By key and purpose, of which there are few: each mail has two links, and half of their cost was this. */
const derived = new Map<string, Buffer>()

/** A key of its own for each purpose, so that no purpose's MAC says anything about another's. */
export function subkey(key: string, purpose: string): Buffer {
  const name = `${purpose}/${key}`
  const known = derived.get(name)
  if (known !== undefined) return known
  const made = createHmac('sha256', key).update(`daily-papers/${purpose}`).digest()
  derived.set(name, made)
  return made
}
