import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { platform } from 'node:process'

/**
 * The socket where the processes of one DATA_DIR meet their keeper. On Linux it lies in
 * the abstract namespace: the kernel lets one process bind it and frees it however that
 * process ends, so it is lock and address in one, with nothing stale to clean up.
 * Elsewhere it is a file, and a dead keeper's file is removed by who finds it dead.
 */
export function meetingPoint(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true })
  const name = `daily-papers-${createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 32)}`
  return platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`)
}
