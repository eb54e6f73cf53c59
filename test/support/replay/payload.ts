import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A recorded form with invented content, from payloads/. */
export function payload(name: string): string {
  return readFileSync(join(import.meta.dirname, 'payloads', name), 'utf8')
}
