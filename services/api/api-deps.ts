import type { Words } from '../mail/words/words.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { Queues } from '../platform/queues.ts'

/** What the routes stand on; each group of routes gets it as its plugin options. */
export interface ApiDeps {
  config: Config
  /** The language that pages and feeds are written in. */
  words: Words
  db: Db
  clock: Clock
  queues: Queues
  log: Log
}
