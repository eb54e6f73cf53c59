import { setTimeout as pause } from 'node:timers/promises'
import { planDeliveries } from '../../services/delivery/plan-deliveries.ts'
import { assembleEdition } from '../../services/editions/assemble-edition.ts'
import { releaseEdition } from '../../services/editions/sending.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { systemClock } from '../../services/platform/clock.ts'
import { anAudience } from '../support/cast.ts'
import { testConfig } from '../support/config.ts'
import { createDatabase, dropDatabase, type TestDatabase } from '../support/database.ts'
import { type Judge, openJudge } from '../support/judge.ts'
import { listPapers } from '../support/papers.ts'
import { aDataDir, type Service, startService } from '../support/service.ts'

/** The long form of these tests runs with FAULTS=full: every point twenty times, 200 random kills. */
export const full = process.env.FAULTS === 'full'

export const readers = full ? 1000 : 60
export const connections = 4
export const leaseMs = 1000

/** An edition that is planned for everybody and due, a judge as its relay, and workers to be killed. */
export interface Stage {
  judge: Judge
  /** A worker as an operator starts it. Each has a DATA_DIR; the same number is the same machine. */
  startWorker(machine?: number, environment?: Record<string, string>): Promise<Service>
  /** Locks tables so that whatever would write to them waits, until the returned function is called. */
  lock(mode: string, tables: string[]): Promise<() => Promise<void>>
  /** Settles when a statement waits for one of these tables. */
  untilBlocked(tables: string[]): Promise<void>
  untilSent(): Promise<void>
  /** Deliveries by state. */
  states(): Promise<Record<string, number>>
  /** What is known of each delivery: whose, its state and when it got that. */
  rows(): Promise<unknown[]>
  /** How often mails came too often, and whom none came to; throws where two copies differ in a byte. */
  verdict(): { lost: string[]; doubles: number }
  close(): Promise<void>
}

const day = '2026-11-20'

/** `given`: a database that the caller drops; else one of its own on the server that all tests share. */
export async function openStage({
  audience = readers,
  given
}: {
  audience?: number
  given?: TestDatabase
} = {}): Promise<Stage> {
  const database = given ?? (await createDatabase())
  const { db, pool } = database
  const judge = await openJudge()
  const machines = new Map<number, ReturnType<typeof aDataDir>>()
  await anAudience(db, audience)
  await listPapers(db, day, 8)
  const deps = { clock: systemClock, config: testConfig(), templates: await openTemplates() }
  const assembled = await db.transaction().execute((trx) => assembleEdition({ ...deps, db: trx }, { day, minimum: 1 }))
  if (assembled.kind !== 'assembled') throw new Error(`the edition is ${assembled.kind}`)
  await releaseEdition(db, assembled.editionId, systemClock.now())
  await planDeliveries({ db, clock: systemClock })

  async function query<Row>(statement: string, values: unknown[] = []): Promise<Row[]> {
    return (await pool.query(statement, values)).rows as Row[]
  }

  async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 100_000
    while (!(await condition())) {
      if (Date.now() > deadline) throw new Error(`${what}: waited in vain, ${JSON.stringify(await states())}`)
      await pause(25)
    }
  }

  async function states(): Promise<Record<string, number>> {
    const found = await query<{ state: string; count: number }>(
      'select state, count(*) as count from deliveries group by state'
    )
    return Object.fromEntries(found.map(({ state, count }) => [state, count]))
  }

  return {
    judge,
    states,
    rows: () => query('select subscriber_id, state, settled_at from deliveries order by subscriber_id'),
    async startWorker(machine = 1, environment = {}) {
      const data = machines.get(machine) ?? aDataDir()
      machines.set(machine, data)
      return startService(
        {
          DATABASE_URL: database.url,
          DATA_DIR: data.dataDir,
          SMTP_URL: judge.url,
          // The same in every run: it is in every link, and so is what signs them.
          BASE_URL: 'http://localhost:3999',
          SECRET_KEY: 'a-secret-of-at-least-thirty-two-characters',
          SEND_CONNECTIONS: String(connections),
          LEASE: `${leaseMs}ms`,
          IN_DOUBT_AFTER: '0s',
          ...environment
        },
        ['worker']
      )
    },
    async lock(mode, tables) {
      const holder = await pool.connect()
      await holder.query('begin')
      await holder.query(`lock table ${tables.join(', ')} in ${mode} mode`)
      return async () => {
        // What a killed worker left waiting must not happen after all.
        await holder.query(
          `select pg_terminate_backend(pid) from pg_locks
           where not granted and database = (select oid from pg_database where datname = current_database())`
        )
        await holder.query('rollback')
        holder.release()
      }
    },
    untilBlocked: (tables) =>
      until(`a statement on ${tables.join()} waits`, async () => {
        const blocked = await query(
          `select 1 from pg_locks where not granted and relation = any($1::regclass[]::oid[])
           and database = (select oid from pg_database where datname = current_database())`,
          [tables]
        )
        return blocked.length > 0
      }),
    untilSent: () =>
      until('the edition is sent', async () => {
        const [edition] = await query<{ state: string }>('select state from editions where feed_day = $1', [day])
        return edition?.state === 'sent'
      }),
    verdict() {
      const mails = judge.mails()
      const first = new Map<string, string>()
      for (const { to, sha256 } of mails) {
        if ((first.get(to) ?? sha256) !== sha256) throw new Error(`two mails to ${to} differ`)
        first.set(to, sha256)
      }
      const expected = Array.from({ length: audience }, (_, i) => `reader-${i}@example.org`)
      return { lost: expected.filter((address) => !first.has(address)), doubles: mails.length - first.size }
    },
    async close() {
      await judge.close()
      await database.close()
      if (given === undefined) await dropDatabase(database.url)
      for (const { remove } of machines.values()) remove()
    }
  }
}
