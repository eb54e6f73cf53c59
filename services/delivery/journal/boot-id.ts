import { readFileSync } from 'node:fs'

/** Which start of this machine it is; '' where the system does not say (it is Linux's). */
export function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}
