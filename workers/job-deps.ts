import type { Mailroom } from '../services/delivery/mailroom.ts'
import type { Templates } from '../services/mail/templates.ts'
import type { Words } from '../services/mail/words/words.ts'
import type { PaperSource } from '../services/papers/sources/source.ts'
import type { Clock } from '../services/platform/clock.ts'
import type { Config } from '../services/platform/config.ts'
import type { Db } from '../services/platform/database.ts'
import type { Log } from '../services/platform/log.ts'
import type { Queues } from '../services/platform/queues.ts'

/** What workers stand on. */
export interface WorkerDeps {
  config: Config
  /** The language of mails, and of what is written down for pages. */
  words: Words
  db: Db
  /** Of the same database. */
  url: string
  clock: Clock
  log: Log
  queues: Queues
}

/** What a job gets. */
export interface JobDeps extends WorkerDeps {
  templates: Templates
  mailroom: Mailroom
  sources: readonly PaperSource[]
  /** Aborted when this process is about to end: what would wait for minutes gives up. */
  stop: AbortSignal
}
