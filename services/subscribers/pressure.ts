import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { day, hour, usualHourlyTotal } from './budgets.ts'
import { countConfirmations, extendPressure, listPressure, type PressureReason } from './pressure.queries.ts'

/** Pressure lasts this long after its reason was last seen. */
const lastsMs = hour / 2

/** People confirm 60 to 90 of 100. Below this, of at least so many, it is not people who sign up. */
const collapsed = { share: 0.15, asked: 50 }

export interface Pressure {
  /** `volume`: more confirmation mails in an hour than usual; `share`: hardly anybody confirms. */
  why: PressureReason
  since: Date
  until: Date
}

/** Why sign-ups without a proof of work are held short now; empty where they are not. An alarm is due for each. */
export async function signUpPressure({ db, clock }: { db: Db; clock: Clock }): Promise<Pressure[]> {
  return listPressure(db, clock.now())
}

/** Looks whether there is a reason for pressure. `lastHour`: the confirmation mails of the last hour. */
export async function updatePressure(trx: Db, { now, lastHour }: { now: Date; lastHour: number }): Promise<boolean> {
  const until = new Date(now.getTime() + lastsMs)
  if (lastHour >= usualHourlyTotal) await extendPressure(trx, 'volume', now, until)
  const { asked, confirmed } = await countConfirmations(trx, settledDay(now))
  if (asked >= collapsed.asked && confirmed / asked < collapsed.share) await extendPressure(trx, 'share', now, until)
  return (await listPressure(trx, now)).length > 0
}

/** Of those who were asked to confirm a day ago or less, and had an hour for it: how many were asked, and did. */
export async function confirmationFigures({ db, clock }: { db: Db; clock: Clock }) {
  return countConfirmations(db, settledDay(clock.now()))
}

function settledDay(now: Date): { from: Date; to: Date } {
  const to = new Date(now.getTime() - hour)
  return { from: new Date(to.getTime() - day), to }
}
