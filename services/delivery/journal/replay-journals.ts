import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pid } from 'node:process'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { clearDoubts } from '../claims/close-lease.queries.ts'
import { closeLease, type DoubtPolicy } from '../claims/close-lease.ts'
import { leaseState } from '../claims/leases.queries.ts'
import { recordOutcomes } from '../outcomes/record-outcomes.ts'
import { bootId } from './boot-id.ts'
import { adoptJournal, readJournalName, thisHost } from './journal.ts'
import { readLines } from './lines.ts'

interface ReplayDeps {
  db: Db
  clock: Clock
  log: Log
  folder: string
  leaseMs: number
  inDoubtAfterMs: DoubtPolicy['inDoubtAfterMs']
}

/**
 * Tells PostgreSQL what journals of processes that are gone have to say: before the first claim,
 * and with every sweep. What the relay answered is recorded, what was handed without an answer is
 * in doubt, what was not handed is given back at once.
 */
export async function replayJournals(deps: ReplayDeps): Promise<void> {
  const { folder, log } = deps
  for (const name of await readdir(folder)) {
    const named = readJournalName(name)
    if (named === undefined || !(await isLeft(deps, name, named))) continue
    const journal = adoptJournal(folder, name)
    if (journal === undefined) continue
    try {
      const text = await readFile(journal.path, 'utf8').catch((error: Error) => {
        log.error({ event: 'journal.unreadable', lease: named.lease, reason: error.message }, 'a journal is not read')
      })
      // One file that cannot be opened keeps no other from being taken up.
      if (text === undefined) continue
      const told = await replay(deps, named.lease, text)
      journal.remove()
      log.warn({ event: 'journal.replayed', lease: named.lease, ...told }, 'took up what a worker had not recorded')
    } finally {
      journal.letGo()
    }
  }
}

/**
 * Whether a journal's process is gone. Of this machine and container the number says so: this
 * process's own is an earlier one's, because the files it has open are left out. Others may live while
 * their lease lasts. A living one also has a journal without a lease, just before the claim and just after the
 * last mail: one that nobody wrote to for as long as a lease is neither.
 */
async function isLeft(
  { db, clock, folder, leaseMs }: ReplayDeps,
  name: string,
  { lease, host, pid: holder }: { lease: number; host: string; pid: number }
): Promise<boolean> {
  if (host === thisHost && (holder === pid || !isRunning(holder))) return true
  // Before PostgreSQL is asked: what was written since would have been written under a lease.
  const writtenAt = await lastWritten(join(folder, name))
  const state = await leaseState(db, lease)
  return state === 'none' ? writtenAt < clock.now().getTime() - leaseMs : state === 'ended'
}

/** In ms; Infinity where its holder or another sweep has removed it. */
async function lastWritten(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs
  } catch {
    return Number.POSITIVE_INFINITY
  }
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
  const { ledger, boot, handed, outcomes, isWhole } = readLines(text)
  // What was written before a power failure may not have reached the disk.
  const isComplete = isWhole && (boot === bootId() || boot === '')
  if (outcomes.length > 0) await recordOutcomes(db, ledger, outcomes)
  // Its answer did not say whether it was delivered, either: recorded as that only under the lease.
  const doubted = outcomes.filter(({ state }) => state === 'in_doubt')
  const closed = await closeLease(db, lease, isComplete ? handed : 'unknown', {
    inDoubtAfterMs,
    now: clock.now(),
    reason: 'the worker ended before the relay answered'
  })
  const cleared =
    closed === undefined && isComplete
      ? await db.transaction().execute((trx) => clearDoubts(trx, lease, [...handed, ...doubted], clock.now()))
      : 0
  return { recorded: outcomes.length, ...closed, cleared }
}
