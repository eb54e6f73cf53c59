import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openPool } from '../../services/platform/database.ts'
import { sharedBuffers } from '../../services/platform/embedded-postgres/cluster.ts'
import { isRunning, parentOf, spawnNode, type TestProcess, watch } from '../support/processes.ts'

const joining = `
  import { joinEmbeddedPostgres } from './dist/services/platform/embedded-postgres/join.js'
  const postgres = await joinEmbeddedPostgres(process.argv[1]).catch((error) => {
    console.error(error.message)
    process.exit(1)
  })
  const staying = setInterval(() => {}, 1000)
  process.on('SIGTERM', () => {
    postgres.leave()
    clearInterval(staying)
  })
  console.log('joined ' + postgres.url)`

const asRoot = process.getuid?.() === 0

let dataDir: string
let guests: TestProcess[]

beforeEach(() => {
  // mkdtemp makes it with mode 0700: only its owner can enter.
  dataDir = mkdtempSync(join(tmpdir(), 'daily-papers-data-'))
  guests = []
})
afterEach(async () => {
  await Promise.all(guests.map((one) => one.kill()))
  await serverGone()
  rmSync(dataDir, { recursive: true, force: true })
})

function guest(env: NodeJS.ProcessEnv = {}): TestProcess {
  const process = spawnNode(joining, [dataDir], env)
  guests.push(process)
  return process
}

async function urlOf(process: TestProcess): Promise<string> {
  return (await process.says('joined ')).replace('joined ', '')
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const pool = openPool(url, { max: 1 })
  try {
    return (await pool.query(statement)).rows
  } finally {
    await pool.end()
  }
}

/** The process id of the server, from its own file; undefined once that is removed. */
function serverPid(): number | undefined {
  const file = join(dataDir, 'postgres', 'data', 'postmaster.pid')
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined
}

async function serverGone(pid = serverPid()): Promise<void> {
  if (pid === undefined) return
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 20_000 })
}

test('two processes on one DATA_DIR that start at once share one server, and the last to leave stops it', async () => {
  const [first, second] = [guest(), guest()]
  const url = await urlOf(first)
  expect(await urlOf(second)).toBe(url)
  const pid = serverPid()

  first.signal('SIGTERM')
  expect(await first.ended).toMatchObject({ code: 0 })
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  await second.kill()
  await serverGone(pid)
  expect(serverPid()).toBeUndefined()
})

test('only the owner can read the password and the data', async () => {
  await urlOf(guest())
  const modes = ['password', 'postgres.log', 'data'].map(
    (name) => statSync(join(dataDir, 'postgres', name)).mode & 0o777
  )
  expect(modes).toEqual([0o600, 0o600, 0o700])
})

test('its buffers are an eighth of the memory, within bounds', () => {
  const gigabytes = (count: number) => count * 1024 ** 3
  expect([0.5, 1, 2, 3, 64].map((memory) => sharedBuffers(gigabytes(memory)))).toEqual([
    '128MB',
    '128MB',
    '256MB',
    '384MB',
    '512MB'
  ])
})

test('after kill -9 of its keeper the next start ends the orphaned server and goes on with the data', async () => {
  const first = guest()
  const url = await urlOf(first)
  await query(url, 'create table kept as select 42 as answer')
  const orphan = serverPid() as number
  process.kill(parentOf(orphan), 'SIGKILL')
  await first.kill()
  expect(isRunning(orphan)).toBe(true)

  const second = await urlOf(guest())
  expect(isRunning(orphan)).toBe(false)
  expect(await query(second, 'select * from kept')).toEqual([{ answer: 42 }])
})

test('a postmaster.pid that names another program is no obstacle, and that program lives on', async () => {
  const first = guest()
  await urlOf(first)
  const pid = serverPid() as number
  await first.kill()
  await serverGone(pid)
  // As after a power cut: the number now belongs to somebody else, here to this test.
  writeFileSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'), `${process.pid}\n`)
  await urlOf(guest())
  expect(isRunning(process.pid)).toBe(true)
})

test('data that initdb left half-made is made anew', async () => {
  const draft = join(dataDir, 'postgres', 'data.new')
  mkdirSync(draft, { recursive: true })
  writeFileSync(join(draft, 'PG_VERSION'), '18\n')
  expect(await query(await urlOf(guest()), 'select 1 as one')).toEqual([{ one: 1 }])
  expect(existsSync(draft)).toBe(false)
})

test('data of another PostgreSQL major is refused, untouched, with the way out', async () => {
  const data = join(dataDir, 'postgres', 'data')
  mkdirSync(data, { recursive: true })
  writeFileSync(join(data, 'PG_VERSION'), '17\n')
  const refused = guest()
  await expect(refused.says('joined')).rejects.toThrow(/PostgreSQL 17.*backup FILE.*restore FILE/s)
  expect(await refused.ended).toMatchObject({ code: 1 })
  expect(readFileSync(join(data, 'PG_VERSION'), 'utf8')).toBe('17\n')
})

test('a platform without binaries is told about DATABASE_URL', async () => {
  const elsewhere = spawnNode(`
    import { syncBuiltinESMExports } from 'node:module'
    Object.defineProperty(process, 'arch', { value: 'riscv64' })
    syncBuiltinESMExports()
    const { findBinaries } = await import('./dist/services/platform/embedded-postgres/binaries.js')
    await findBinaries().catch((error) => console.log(error.message))`)
  expect(await elsewhere.says('PostgreSQL')).toMatch(/riscv64: set DATABASE_URL/)
})

test.skipIf(!asRoot)('root needs no postgres user on the machine', async () => {
  const passwd = join(dataDir, 'passwd')
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n')
  writeFileSync(passwd, accounts.filter((line) => !line.startsWith('postgres:')).join('\n'))
  // A mount namespace of its own, where /etc/passwd is that file.
  const script = `mount --bind "$0" /etc/passwd && ! getent passwd postgres && exec "$@"`
  const command = [process.execPath, '--input-type=module', '--eval', joining, '--', dataDir]
  const inside = watch('unshare', ['--mount', 'sh', '-c', script, passwd, ...command])
  guests.push(inside)
  expect(await query(await urlOf(inside), 'select 1 as one')).toEqual([{ one: 1 }])
})

/** A PATH without unshare(1): there is no way into a user namespace, as in most containers. */
function withoutNamespaces(programs: string[]): NodeJS.ProcessEnv {
  const bin = join(dataDir, 'bin')
  mkdirSync(bin)
  for (const name of programs) symlinkSync(execFileSync('which', [name], { encoding: 'utf8' }).trim(), join(bin, name))
  return { PATH: bin }
}

test.skipIf(!asRoot)(
  'root without user namespaces has an ordinary user run it, in a folder that only root can enter',
  async () => {
    const first = guest(withoutNamespaces(['test', 'setpriv']))
    await query(await urlOf(first), 'create table kept as select 42 as answer')
    expect(statSync(`/proc/${serverPid()}`).uid).not.toBe(0)
    await first.kill()
    await serverGone()

    // The same data where namespaces are on again.
    expect(await query(await urlOf(guest()), 'select * from kept')).toEqual([{ answer: 42 }])
  }
)

test.skipIf(!asRoot)('data that root made in a user namespace starts where namespaces are off', async () => {
  const first = guest()
  await query(await urlOf(first), 'create table kept as select 42 as answer')
  await first.kill()
  await serverGone()
  const second = await urlOf(guest(withoutNamespaces(['test', 'setpriv'])))
  expect(await query(second, 'select * from kept')).toEqual([{ answer: 42 }])
})

test.skipIf(!asRoot)('root whose folder no other user may enter, with no way around that, is told', async () => {
  const refused = guest(withoutNamespaces(['test']))
  await expect(refused.says('joined')).rejects.toThrow(/cannot enter .*DATABASE_URL/)
})
