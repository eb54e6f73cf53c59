import { english } from '../mail/words/en.ts'
import { systemClock } from '../platform/clock.ts'
import { type Config, loadConfig } from '../platform/config.ts'
import { openLog } from '../platform/log.ts'
import { migrate } from '../platform/migrate.ts'
import { openQueues } from '../platform/queues.ts'
import { openStorage } from '../platform/storage.ts'
import { failNow } from './fail.ts'

/** How long work in flight may take to end; a mail at a slow relay is the longest. */
const graceMs = 30_000

// Loaded as ROLE says: a worker needs neither Fastify nor the pages, which take as long to load as all the rest.
const loadApi = () => import('../api/main.ts')
const loadWorkers = () => import('../../workers/main.ts')

/** Starts what ROLE says and runs until SIGINT or SIGTERM; a second one, or 30 s, forces the end. */
export async function start(role?: Config['role']): Promise<void> {
  const config = loadConfig()
  const does = role ?? config.role
  const log = openLog(config.logLevel)
  const closers: (() => Promise<void>)[] = []
  async function closeAll(): Promise<void> {
    for (const close of closers.toReversed())
      await close().catch((error: Error) =>
        log.error({ event: 'shutdown.failed', reason: error.message }, 'could not close cleanly')
      )
  }
  onSignal(closeAll)

  try {
    const storage = await openStorage(config)
    closers.push(() => storage.close())
    await migrate(storage.db)
    const queues = await openQueues(config, storage.url, log)
    closers.push(() => queues.close())
    const deps = { config, words: english, db: storage.db, url: storage.url, clock: systemClock, log, queues }
    // The page first: a busy port ends the start before anything is sent. It is closed first,
    // too, so that /readyz says at once that this process is leaving.
    if (does !== 'worker') {
      const { startApi } = await loadApi()
      const api = await startApi(deps)
      closers.push(() => api.close())
    }
    if (does !== 'web') {
      const { startWorkers } = await loadWorkers()
      const workers = await startWorkers(deps)
      closers.splice(2, 0, () => workers.close())
    }
  } catch (error) {
    await closeAll()
    failNow(error)
  }
  process.stdout.write(welcome(config, does))
}

function onSignal(closeAll: () => Promise<void>): void {
  let asked = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(1)
      asked = true
      setTimeout(() => process.exit(1), graceMs).unref()
      void closeAll().then(() => process.exit(0))
    })
  }
}

function welcome(config: Config, role: Config['role']): string {
  if (role === 'worker') return `${config.siteName}: workers started.\n`
  const lines = [['Page', config.baseUrl]]
  if (config.local) lines.push(['Inbox', `${config.baseUrl}/inbox`])
  lines.push(['Admin', `${config.baseUrl}/admin`])
  const secret = config.local ? ` (password: ${config.dataDir}/secrets/admin-token)` : ''
  return `\n${config.siteName} is running.\n\n${lines.map(([name, url]) => `  ${name?.padEnd(6)} ${url}`).join('\n')}${secret}\n\nCtrl-C stops it.\n`
}
