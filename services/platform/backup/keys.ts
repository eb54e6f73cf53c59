import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'

/** What old links need to keep working, and the password of /admin where it was generated. */
export interface Keys {
  /** The first signs, all verify. */
  secretKeys: string[]
  adminToken: string | null
}

type Secrets = Pick<Config, 'dataDir' | 'secretKeys' | 'adminToken'>

/** An ADMIN_TOKEN that came from the environment stays there; the keys are kept wherever they came from. */
export function keysOf({ dataDir, secretKeys, adminToken }: Secrets): Keys {
  const generated = read(join(dataDir, 'secrets', 'admin-token'))?.value
  return { secretKeys: [...secretKeys], adminToken: generated === adminToken ? adminToken : null }
}

export interface KeysPlaced {
  /** The file that has the backup's keys now. */
  path: string
  /** SECRET_KEY is set and must begin with the keys in that file for old links to work. */
  wanted: boolean
  /** The password of /admin is the backup's. */
  adminToken: boolean
}

/**
 * Puts the keys of a backup into DATA_DIR/secrets. Keys that were there before are kept
 * behind them, so that no link ever signed here stops working; those that this very
 * process generated on reading its configuration, after `since` (epoch ms), have signed
 * nothing and go. A password of /admin that somebody may know already is not replaced.
 */
export function placeKeys({ dataDir, secretKeys }: Secrets, keys: Keys, since: number): KeysPlaced {
  const folder = join(dataDir, 'secrets')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'secret-key')
  const found = read(path)
  const own = found === undefined || found.changedAt >= since ? [] : found.value.split(',')
  write(path, [...new Set([...keys.secretKeys, ...own])].join(','))

  const tokenPath = join(folder, 'admin-token')
  const token = read(tokenPath)
  const free = token === undefined || token.changedAt >= since || token.value === keys.adminToken
  if (keys.adminToken !== null && free) write(tokenPath, keys.adminToken)

  const fromEnvironment = secretKeys.join(',') !== found?.value
  const sameStart = keys.secretKeys.every((key, place) => secretKeys[place] === key)
  return { path, wanted: fromEnvironment && !sameStart, adminToken: keys.adminToken !== null && free }
}

function read(path: string): { value: string; changedAt: number } | undefined {
  try {
    return { value: readFileSync(path, 'utf8').trim(), changedAt: statSync(path).mtimeMs }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Whole or not at all, and never readable by others in between. */
function write(path: string, value: string): void {
  if (read(path)?.value === value) return
  const draft = `${path}.${process.pid}.draft`
  writeFileSync(draft, `${value}\n`, { mode: 0o600, flush: true })
  renameSync(draft, path)
}
