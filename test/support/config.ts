import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Config, readConfig } from '../../services/platform/config.ts'

let scratch: string | undefined
let made = 0

/** The configuration of local mode with fixed secrets and a DATA_DIR of its own, which goes with the process. */
export function testConfig(environment: Record<string, string> = {}): Config {
  made += 1
  return readConfig({
    DATA_DIR: join(scratchFolder(), String(made)),
    SECRET_KEY: 'a-secret-of-at-least-thirty-two-characters',
    ADMIN_TOKEN: 'a token of the operator',
    PAPER_SOURCES: 'none',
    ...environment
  })
}

function scratchFolder(): string {
  if (scratch !== undefined) return scratch
  const folder = mkdtempSync(join(tmpdir(), 'daily-papers-test-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  scratch = folder
  return folder
}
