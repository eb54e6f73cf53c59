import type { Command } from 'commander'
import { loadConfig } from '../platform/config.ts'

/** Who acts: --by, else CURATOR. Wrong usage where nobody is named: readers are told who picked a paper. */
export function curatorName(command: Command, by: string | undefined): string {
  const name = (by ?? loadConfig().curator ?? '').replaceAll(/\s+/g, ' ').trim()
  if (name === '') command.error('error: say who decides this: --by <name>, or set CURATOR')
  return name
}
