import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { reachable } from '../database.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { endOrphan } from './orphan.ts'
import { unprivileged } from './unprivileged.ts'

export interface Cluster {
  port: number
  /** Fast shutdown: running statements are cancelled, committed data is on disk. */
  stop(): Promise<void>
  /** Settles when postgres ended by itself. */
  ended: Promise<void>
}

/** Paths below DATA_DIR. */
export const clusterPaths = (dataDir: string) => {
  const folder = join(dataDir, 'postgres')
  return { folder, data: join(folder, 'data'), password: join(folder, 'password'), log: join(folder, 'postgres.log') }
}

export function databaseUrl(dataDir: string, port: number): string {
  const password = readFileSync(clusterPaths(dataDir).password, 'utf8').trim()
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
}

/**
 * Starts PostgreSQL on DATA_DIR/postgres/data, made at the first start, and waits until
 * it answers. Refuses data of another major version. `settings` go to postgres as -c.
 */
export async function startCluster(dataDir: string, settings: Record<string, string> = {}): Promise<Cluster> {
  const binaries = await findBinaries()
  const paths = clusterPaths(dataDir)
  mkdirSync(paths.folder, { recursive: true, mode: 0o700 })
  if (existsSync(paths.data)) refuseOtherMajor(paths.data, binaries.major)
  else await initialise(binaries, paths)
  await endOrphan(paths.data)

  const port = await freePort()
  const options = {
    // Without the values of the row that an error is about: they would outlive whoever is erased.
    log_error_verbosity: 'terse',
    // A container's limit is a number beyond all memory where there is none, or 0.
    shared_buffers: sharedBuffers(Math.min(totalmem(), process.constrainedMemory() || Infinity)),
    ...settings,
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: ''
  }
  const args = ['-D', paths.data, ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const child = run(binaries.postgres, args, paths)
  // A program that cannot be started has ended, too; untilReady says so.
  const ended = once(child, 'exit').then(
    () => undefined,
    () => undefined
  )
  await untilReady(databaseUrl(dataDir, port), child, paths.log)
  return {
    port,
    ended,
    async stop() {
      child.kill('SIGINT')
      await ended
    }
  }
}

/**
 * For a machine with so many bytes: an eighth, of which more than PostgreSQL's own 128 MB is used only where there is
 * so much to hold. With 128 MB the ledger of a million is read from the disk's cache and written back page by
 * page, for a tenth more processor time a mail.
 */
export function sharedBuffers(memory: number): string {
  const megabytes = Math.floor(memory / 8 / 1024 ** 2)
  return `${Math.min(Math.max(megabytes, 128), 512)}MB`
}

function refuseOtherMajor(data: string, major: number): void {
  const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  if (found === String(major)) return
  throw new Error(
    `${data} was written by PostgreSQL ${found}, and this version of Daily Papers brings ${major}. ` +
      'With the version that wrote it run `npm run cli -- backup FILE`, then set that folder aside and run `npm run cli -- restore FILE` with this one'
  )
}

/** initdb works in a folder of its own that takes its name only when complete: a kill leaves nothing half-made. */
async function initialise(binaries: Binaries, paths: ReturnType<typeof clusterPaths>): Promise<void> {
  const draft = `${paths.data}.new`
  rmSync(draft, { recursive: true, force: true })
  writeFileSync(paths.password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flush: true })
  const child = run(
    binaries.initdb,
    ['-D', draft, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${paths.password}`, '-E', 'UTF8', '--locale=C'],
    paths
  )
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`initdb failed: ${lastLines(paths.log)}`)
  renameSync(draft, paths.data)
}

function run(command: string, args: string[], paths: ReturnType<typeof clusterPaths>): ChildProcess {
  const log = openSync(paths.log, 'a', 0o600)
  const { command: file, args: all, options } = unprivileged(command, args, paths.folder)
  const child = spawn(file, all, { ...options, stdio: ['ignore', log, log] })
  closeSync(log)
  return child
}

async function untilReady(url: string, child: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + 60_000
  while (
    !(await reachable(url).then(
      () => true,
      () => false
    ))
  ) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
      throw new Error(`PostgreSQL did not start: ${lastLines(log)}`)
    if (Date.now() > deadline) throw new Error(`PostgreSQL did not answer within 60 s: ${lastLines(log)}`)
    await sleep(20)
  }
}

function lastLines(path: string): string {
  return readFileSync(path, 'utf8').trim().split('\n').slice(-3).join(' | ')
}

/** A port that is free now. Another process may take it first: then postgres says so and ends. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
