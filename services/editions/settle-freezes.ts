import { newestClosedDay } from '../papers/feed-day.ts'
import { type AssembleDeps, assembleEdition } from './assemble-edition.ts'
import { findEditionById, setDue } from './editions.queries.ts'
import { freezesBetween } from './freeze-times.ts'
import { type Freeze, insertFreezes, lockFreezes, settledUntil } from './freezes.queries.ts'

/** A freeze missed by downtime is made up this long; an older one is reported and its papers join the next. */
const makeUpMs = 12 * 60 * 60_000

/**
 * Settles every freeze that is owed: the newest is frozen or found quiet, those before it
 * are recorded as missed, so that after downtime one edition leaves and never several.
 * Safe to run anywhere and at any time: what is owed is read from PostgreSQL, under a
 * lock, and settled in one transaction. Returns what was settled now.
 */
export async function settleFreezes({ db, clock, config, templates }: AssembleDeps): Promise<Freeze[]> {
  return db.transaction().execute(async (trx) => {
    await lockFreezes(trx)
    const now = clock.now()
    const owed = freezesBetween(await settledUntil(trx), now, config)
    const newest = owed.at(-1)
    if (newest === undefined) return []
    const settled = owed
      .slice(0, -1)
      .map((plannedAt) => missed(plannedAt, 'a newer freeze was owed when the service came back'))
    if (now.getTime() - newest.getTime() > makeUpMs)
      settled.push(missed(newest, 'the service was down for more than 12 hours after it'))
    else settled.push(await settle({ db: trx, clock, config, templates }, newest))
    await insertFreezes(trx, settled, now)
    return settled
  })
}

async function settle(deps: AssembleDeps, plannedAt: Date): Promise<Freeze> {
  const day = newestClosedDay(plannedAt)
  const outcome = await assembleEdition(deps, { day, minimum: deps.config.digestMin })
  if (outcome.kind === 'too_few') {
    const reason =
      outcome.candidates === 0
        ? 'no new papers were listed'
        : `${outcome.candidates} new papers are fewer than DIGEST_MIN (${deps.config.digestMin}); they join the next edition`
    return { plannedAt, outcome: 'quiet', feedDay: day, editionId: null, reason }
  }
  const { editionId } = outcome
  const released = await setDue(deps.db, editionId, plannedAt)
  if (outcome.kind === 'assembled') {
    return {
      plannedAt,
      outcome: 'frozen',
      feedDay: day,
      editionId,
      reason: `${outcome.papers} papers from ${outcome.candidates} candidates`
    }
  }
  const edition = await findEditionById(deps.db, editionId)
  const reason = released
    ? 'assembled by hand before the freeze'
    : `the edition of ${day} was already ${edition?.state ?? 'made'}`
  return { plannedAt, outcome: 'frozen', feedDay: day, editionId, reason }
}

function missed(plannedAt: Date, reason: string): Freeze {
  return { plannedAt, outcome: 'missed', feedDay: newestClosedDay(plannedAt), editionId: null, reason }
}
