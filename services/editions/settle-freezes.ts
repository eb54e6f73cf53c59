import { say, sayName, type Words } from '../mail/words/words.ts'
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
  const { words } = deps.templates
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
        unsettled(
          plannedAt,
          'missed',
          say(words, 'freeze.newer', { why: heldFor(plannedAt) ?? say(words, 'freeze.down') })
        )
      )
    const verdict = await judgeFreeze({ ...deps, db: trx, words }, newest, now)
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
  const { words } = deps.templates
  const standing = await dayStanding({ ...deps, words }, day)
  const byHand = await findEdition(deps.db, day)
  const fault = byHand === undefined ? await faultOf(deps, standing) : undefined
  if (fault !== undefined) return unsettled(plannedAt, 'failed', fault)
  const outcome = await assembleEdition(deps, { day, minimum: deps.config.digestMin })
  if (outcome.kind === 'too_few') {
    const few =
      outcome.candidates === 0
        ? say(words, 'freeze.noPapers')
        : say(words, 'freeze.few', { count: outcome.candidates, minimum: deps.config.digestMin })
    // A day that nobody could read may have been anything but quiet.
    return standing.kind === 'unread'
      ? unsettled(plannedAt, 'failed', say(words, 'freeze.unread', { standing: standing.reason, few }))
      : unsettled(plannedAt, 'quiet', few)
  }
  const { editionId } = outcome
  const released = await setDue(deps.db, editionId, plannedAt)
  const edition = await findEditionById(deps.db, editionId)
  const reason =
    outcome.kind === 'assembled'
      ? assembled(words, outcome, standing)
      : released
        ? say(words, 'freeze.byHand')
        : say(words, 'freeze.already', { day, state: sayName(words, edition?.state ?? 'made') })
  return { plannedAt, outcome: 'frozen', feedDay: day, editionId, reason }
}

/** "20 papers from 31 candidates", and where the day was not complete, why. */
function assembled(
  words: Words,
  { papers: count, candidates }: { papers: number; candidates: number },
  standing: DayStanding
): string {
  const papers = say(words, 'digest.candidates', { papers: say(words, 'digest.papers', { count }), count: candidates })
  return standing.kind === 'complete' ? papers : say(words, 'freeze.early', { papers, standing: standing.reason })
}

/** Why no edition can be made: no list was read since the last one was. */
async function faultOf(
  { db, config, templates: { words } }: AssembleDeps,
  standing: DayStanding
): Promise<string | undefined> {
  if (standing.kind !== 'unread') return undefined
  const last = await findNewestFrozen(db)
  const instant = last?.frozen_at ?? new Date(0)
  return (await readSince({ db }, { instant, sources: listingSources(config) }))
    ? undefined
    : say(words, 'freeze.nothingRead', { standing: standing.reason })
}

function unsettled(plannedAt: Date, outcome: Freeze['outcome'], reason: string): Freeze {
  return { plannedAt, outcome, feedDay: newestClosedDay(plannedAt), editionId: null, reason }
}
