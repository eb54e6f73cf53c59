import { readdir, readFile } from 'node:fs/promises'
import { pid } from 'node:process'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { clearDoubts } from '../claims/close-lease.queries.ts'
import { closeLease } from '../claims/close-lease.ts'
import { isHeld } from '../claims/leases.queries.ts'
import { recordOutcomes } from '../outcomes/record-outcomes.ts'
import { bootId } from './boot-id.ts'
import { adoptJournal, readJournalName, thisHost } from './journal.ts'
import { type JournalRead, readLines } from './lines.ts'

interface ReplayDeps {
  db: Db
  clock: Clock
  log: Log
  folder: string
  /** undefined: held for the operator. */
  inDoubtAfterMs: number | undefined
}

/**
 * Tells PostgreSQL what journals of processes that are gone have to say: before the first claim,
 * and with every sweep. What the relay answered is recorded, what was handed without an answer is
 * in doubt, what was not handed is given back at once.
 */
export async function replayJournals(deps: ReplayDeps): Promise<void> {
  const { db, folder, log } = deps
  for (const name of await readdir(folder)) {
    const named = readJournalName(name)
    if (named === undefined || !(await isLeft(db, named))) continue
    const journal = adoptJournal(folder, name)
    if (journal === undefined) continue
    try {
      const told = await replay(deps, named.lease, await readFile(journal.path, 'utf8'))
      journal.remove()
      log.warn({ event: 'journal.replayed', lease: named.lease, ...told }, 'took up what a worker had not recorded')
    } finally {
      journal.letGo()
    }
  }
}

/**
 * Whether a journal's process is gone. Of this machine and container the number says so: this
 * process's own is an earlier one's, because the files it has open are left out. Of others nothing
 * is known while their lease lasts.
 */
async function isLeft(db: Db, { lease, host, pid: holder }: { lease: number; host: string; pid: number }) {
  if (host === thisHost && (holder === pid || !isRunning(holder))) return true
  return !(await isHeld(db, lease))
}

function isRunning(process: number): boolean {
  try {
    globalThis.process.kill(process, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function replay({ db, clock, inDoubtAfterMs }: ReplayDeps, lease: number, text: string) {
  const journal = read(text)
  // What was written before a power failure may not have reached the disk.
  const whole = journal !== 'unreadable' && (journal.boot === bootId() || journal.boot === '')
  const handed = journal === 'unreadable' ? [] : journal.handed
  if (journal !== 'unreadable' && journal.outcomes.length > 0)
    await recordOutcomes(db, journal.ledger, journal.outcomes)
  const closed = await closeLease(db, lease, whole ? handed : 'unknown', {
    inDoubtAfterMs,
    now: clock.now(),
    reason: 'the worker ended before the relay answered'
  })
  const cleared =
    closed === undefined && whole
      ? await db.transaction().execute((trx) => clearDoubts(trx, lease, handed, clock.now()))
      : 0
  return { recorded: journal === 'unreadable' ? 0 : journal.outcomes.length, ...closed, cleared }
}

function read(text: string): JournalRead | 'unreadable' {
  try {
    return readLines(text) ?? { ledger: 'deliveries', boot: '', handed: [], outcomes: [] }
  } catch {
    return 'unreadable'
  }
}
