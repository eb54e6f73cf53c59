import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { platform } from 'node:process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectRoot } from '../project-root.ts'
import { databaseUrl } from './cluster.ts'
import { meetingPoint } from './meeting-point.ts'

export interface EmbeddedPostgres {
  url: string
  /** PostgreSQL stops when the last process has left or ended. */
  leave(): void
}

/**
 * Joins the embedded PostgreSQL of DATA_DIR, starting its keeper where none runs.
 * Throws what the keeper could not do, e.g. start on data of another major version.
 */
export async function joinEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const deadline = Date.now() + 90_000
  while (Date.now() < deadline) {
    const socket = await reach(dataDir)
    const answer = socket === undefined ? undefined : await firstLine(socket)
    if (socket === undefined || answer === undefined) {
      // Nobody there, or a keeper that was just leaving.
      if (socket === undefined) await startKeeper(dataDir)
      continue
    }
    if ('error' in answer) throw new Error(answer.error)
    socket.on('error', () => socket.destroy())
    socket.unref()
    return { url: databaseUrl(dataDir, answer.port), leave: () => socket.destroy() }
  }
  throw new Error(`no embedded PostgreSQL in ${dataDir} after 90 s: see ${join(dataDir, 'postgres', 'postgres.log')}`)
}

async function reach(dataDir: string): Promise<Socket | undefined> {
  const address = meetingPoint(dataDir)
  const socket = connect(address)
  try {
    await once(socket, 'connect')
    return socket
  } catch (error) {
    if (platform !== 'linux' && (error as NodeJS.ErrnoException).code === 'ECONNREFUSED')
      rmSync(address, { force: true })
    return undefined
  }
}

async function firstLine(socket: Socket): Promise<{ port: number } | { error: string } | undefined> {
  const lines = createInterface({ input: socket })
  lines.on('error', () => lines.close())
  for await (const line of lines) {
    lines.close()
    return JSON.parse(line) as { port: number } | { error: string }
  }
  return undefined
}

/** Detached, so that neither Ctrl-C nor the end of this process takes the database from the others. */
async function startKeeper(dataDir: string): Promise<void> {
  const keeper = join(projectRoot, 'dist', 'services', 'platform', 'embedded-postgres', 'keeper.js')
  const child = spawn(process.execPath, [keeper, dataDir], { detached: true, stdio: 'ignore', cwd: projectRoot })
  child.unref()
  await sleep(50)
}
