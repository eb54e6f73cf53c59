import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { freePort } from './free-port.ts'
import { findRedisServer } from './redis-binary.ts'

export interface TestRedis {
  url: string
  pid(): number
  flush(): Promise<void>
  /** kill -9; the append-only file stays. */
  kill(): Promise<void>
  /** Starts it again on the same port and files. */
  restart(): Promise<void>
  close(): Promise<void>
}

/**
 * A redis-server of the test's own on a free port, set up as production is told to:
 * append-only file, nothing evicted. `unavailable` says why there is none.
 */
export async function openRedis(options: { onPath?: boolean } = {}): Promise<TestRedis | { unavailable: string }> {
  const binary = await findRedisServer(options).catch((error: Error) => error)
  if (binary instanceof Error) {
    return { unavailable: `no redis-server on the PATH, and none could be fetched: ${binary.message.split('\n')[0]}` }
  }
  const folder = mkdtempSync(join(tmpdir(), 'daily-papers-redis-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--daemonize', 'no']
  args.push('--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction')

  const start = async () => {
    const child = spawn(binary.path, args, { env: binary.env, stdio: 'ignore' })
    const gone = once(child, 'exit')
    gone.catch(() => undefined)
    await untilAnswers(url, child)
    return { child, gone }
  }
  let server = await start()
  const end = async () => {
    server.child.kill('SIGKILL')
    await server.gone
  }
  const endWithTheTests = () => server.child.kill('SIGKILL')
  process.once('exit', endWithTheTests)

  return {
    url,
    pid: () => server.child.pid as number,
    flush: () => command(url, (redis) => redis.flushall()),
    kill: end,
    async restart() {
      server = await start()
    },
    async close() {
      process.off('exit', endWithTheTests)
      await end()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const answered = await command(url, (redis) => redis.ping()).then(
      () => true,
      () => false
    )
    if (answered) return
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('redis-server does not start')
    await sleep(20)
  }
}

async function command(url: string, run: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    await run(redis)
  } finally {
    redis.disconnect()
  }
}
