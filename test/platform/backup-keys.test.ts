import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { keysOf, placeKeys } from '../../services/platform/backup/keys.ts'
import { readConfig } from '../../services/platform/config.ts'
import { readSubscriberToken, signSubscriberToken } from '../../services/platform/tokens.ts'

const root = mkdtempSync(join(tmpdir(), 'daily-papers-keys-'))
afterAll(() => rmSync(root, { recursive: true }))

const newDataDir = () => mkdtempSync(join(root, 'data-'))
const secret = (dataDir: string, name: string) => readFileSync(join(dataDir, 'secrets', name), 'utf8').trim()
const key = (letter: string) => letter.repeat(32)

/** The configuration of an installation that was started an hour ago. */
function installation(environment: Record<string, string> = {}) {
  const config = readConfig({ DATA_DIR: newDataDir(), ...environment })
  const before = Date.now() / 1000 - 3600
  for (const name of ['secret-key', 'admin-token']) {
    try {
      utimesSync(join(config.dataDir, 'secrets', name), before, before)
    } catch {}
  }
  return config
}

test('a fresh DATA_DIR gets the keys and the password of the backup, readable by their owner alone', () => {
  const old = installation()
  const since = Date.now() - 1000
  const fresh = readConfig({ DATA_DIR: newDataDir() })
  expect(placeKeys(fresh, keysOf(old), since)).toMatchObject({ wanted: false, adminToken: true })
  expect(readConfig({ DATA_DIR: fresh.dataDir })).toMatchObject({
    secretKeys: old.secretKeys,
    adminToken: old.adminToken
  })
  for (const name of ['secret-key', 'admin-token']) {
    expect(statSync(join(fresh.dataDir, 'secrets', name)).mode & 0o777).toBe(0o600)
  }
})

test('a DATA_DIR in use keeps its own keys behind those of the backup, and its password', () => {
  const old = installation()
  const used = installation()
  const itsLink = signSubscriberToken(used.secretKeys, 'unsubscribe', 7)
  const oldLink = signSubscriberToken(old.secretKeys, 'unsubscribe', 8)
  expect(placeKeys(used, keysOf(old), Date.now())).toMatchObject({ wanted: false, adminToken: false })
  const now = readConfig({ DATA_DIR: used.dataDir })
  expect(now.secretKeys[0]).toBe(old.secretKeys[0])
  expect(readSubscriberToken(now.secretKeys, 'unsubscribe', itsLink)).toBe(7)
  expect(readSubscriberToken(now.secretKeys, 'unsubscribe', oldLink)).toBe(8)
  expect(now.adminToken).toBe(used.adminToken)
  placeKeys(now, keysOf(old), Date.now())
  expect(readConfig({ DATA_DIR: used.dataDir }).secretKeys).toEqual(now.secretKeys)
})

test('keys and password from the environment: the keys are kept, the password is not', () => {
  const old = installation({ SECRET_KEY: `${key('a')},${key('b')}`, ADMIN_TOKEN: 'from the environment' })
  expect(keysOf(old)).toEqual({ secretKeys: [key('a'), key('b')], adminToken: null })
})

test('a SECRET_KEY that does not begin with the keys of the backup is asked to', () => {
  const keys = { secretKeys: [key('a'), key('b')], adminToken: null }
  const set = (value: string) => installation({ SECRET_KEY: value, ADMIN_TOKEN: 'from the environment' })
  const other = set(key('c'))
  const placed = placeKeys(other, keys, Date.now())
  expect(placed).toMatchObject({ wanted: true, path: join(other.dataDir, 'secrets', 'secret-key') })
  expect(secret(other.dataDir, 'secret-key')).toBe(`${key('a')},${key('b')}`)
  expect(placeKeys(set(`${key('b')},${key('a')}`), keys, Date.now()).wanted).toBe(true)
  expect(placeKeys(set(`${key('a')},${key('b')},${key('c')}`), keys, Date.now()).wanted).toBe(false)
})
