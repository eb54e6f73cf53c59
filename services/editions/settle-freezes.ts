import { newestClosedDay } from '../papers/feed-day.ts'
import { readSince } from '../papers/readings.ts'
import { type AssembleDeps, assembleEdition } from './assemble-edition.ts'
import { type DayStanding, dayStanding, listingSources } from './completeness.ts'
import { findEdition, findEditionById, findNewestFrozen } from './editions.queries.ts'
import { freezesBetween } from './freeze-times.ts'
import { type Freeze, findHeldFreezes, lockFreezes, settledUntil, upsertFreezes } from './freezes.queries.ts'
import { setDue } from './sending.queries.ts'
import { judgeFreeze } from './settle-freezes-hold.ts'

/**
 * Settles every freeze that is owed: the newest is frozen, found quiet or held for its day to
 * be complete, those before it are recorded as missed, so that after downtime one edition
 * leaves and never several. Safe to run anywhere and at any time: what is owed is read from
 * PostgreSQL, under a lock, and settled in one transaction. Returns what was settled now, and
 * a freeze that is held when that is new.
 */
export async function settleFreezes(deps: AssembleDeps): Promise<Freeze[]> {
  return deps.db.transaction().execute(async (trx) => {
    await lockFreezes(trx)
    const now = deps.clock.now()
    const owed = freezesBetween(await settledUntil(trx), now, deps.config)
    const newest = owed.at(-1)
    if (newest === undefined) return []
    const held = await findHeldFreezes(trx)
    const heldFor = (plannedAt: Date) => held.find((one) => one.plannedAt.getTime() === plannedAt.getTime())?.reason
    const freezes = owed
      .slice(0, -1)
      .map((plannedAt) =>
        unsettled(plannedAt, 'missed', `a newer freeze was owed: ${heldFor(plannedAt) ?? 'the service was down'}`)
      )
    const verdict = await judgeFreeze({ ...deps, db: trx }, newest, now)
    if (verdict.kind === 'settle') freezes.push(await settle({ ...deps, db: trx }, newest))
    else freezes.push(unsettled(newest, verdict.kind === 'hold' ? 'held' : 'missed', verdict.reason))
    const changed = freezes.filter(
      ({ outcome, plannedAt, reason }) => outcome !== 'held' || heldFor(plannedAt) !== reason
    )
    await upsertFreezes(trx, changed, now)
    return changed
  })
}

async function settle(deps: AssembleDeps, plannedAt: Date): Promise<Freeze> {
  const day = newestClosedDay(plannedAt)
  const standing = await dayStanding(deps, day)
  const byHand = await findEdition(deps.db, day)
  const fault = byHand === undefined ? await faultOf(deps, standing) : undefined
  if (fault !== undefined) return unsettled(plannedAt, 'failed', fault)
  const outcome = await assembleEdition(deps, { day, minimum: deps.config.digestMin })
  if (outcome.kind === 'too_few') {
    const few =
      outcome.candidates === 0
        ? 'no new papers were listed'
        : `${outcome.candidates} new papers are fewer than DIGEST_MIN (${deps.config.digestMin}); they join the next edition`
    // A day that nobody could read may have been anything but quiet.
    return standing.kind === 'unread'
      ? unsettled(plannedAt, 'failed', `${standing.reason}, and ${few}`)
      : unsettled(plannedAt, 'quiet', few)
  }
  const { editionId } = outcome
  const released = await setDue(deps.db, editionId, plannedAt)
  const edition = await findEditionById(deps.db, editionId)
  const early = standing.kind === 'complete' ? '' : `, early: ${standing.reason}`
  const reason =
    outcome.kind === 'assembled'
      ? `${outcome.papers} papers from ${outcome.candidates} candidates${early}`
      : released
        ? 'assembled by hand before the freeze'
        : `the edition of ${day} was already ${edition?.state ?? 'made'}`
  return { plannedAt, outcome: 'frozen', feedDay: day, editionId, reason }
}

/** Why no edition can be made: no list was read since the last one was. */
async function faultOf({ db, config }: AssembleDeps, standing: DayStanding): Promise<string | undefined> {
  if (standing.kind !== 'unread') return undefined
  const last = await findNewestFrozen(db)
  const instant = last?.frozen_at ?? new Date(0)
  return (await readSince({ db }, { instant, sources: listingSources(config) }))
    ? undefined
    : `${standing.reason}, and no list was read since the last edition; its papers join the next one`
}

function unsettled(plannedAt: Date, outcome: Freeze['outcome'], reason: string): Freeze {
  return { plannedAt, outcome, feedDay: newestClosedDay(plannedAt), editionId: null, reason }
}
