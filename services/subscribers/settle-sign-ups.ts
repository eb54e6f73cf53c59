import { english } from '../mail/words/en.ts'
import type { Words } from '../mail/words/words.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Keys } from '../platform/tokens.ts'
import { canonicalKey } from './address.ts'
import { insertMarks, listSpent, lockBudgets } from './budgets.queries.ts'
import {
  addressLimits,
  type Budget,
  bucketOf,
  day,
  hour,
  openBudget,
  signUpCosts,
  type Trust,
  totalBucket
} from './budgets.ts'
import { erasureHasher } from './erasure-hash.ts'
import { updatePressure } from './pressure.ts'
import { requestConfirmation } from './request-confirmation.ts'
import { oweReminder, takeRemindersDue } from './requests.queries.ts'
import { type SignUp, takeSignUps } from './sign-ups.queries.ts'
import { listStandings, markToTell, type Standing } from './standings.queries.ts'

const atOnce = 200

interface SettleDeps {
  db: Db
  clock: Clock
  config: { secretKeys: Keys }
  /** The language of the form. */
  words?: Words
}

/**
 * Decides what comes of the sign-ups that wait: a request to confirm, a word to the owner of an
 * active address at most once a day, or nothing; and who is reminded. Every mail is paid for from the
 * budgets, one worker at a time, so that no number of processes spends more. Returns how many it looked at.
 */
export async function settleSignUps(deps: SettleDeps): Promise<number> {
  for (let settled = 0; ; ) {
    const looked = await deps.db.transaction().execute((trx) => settleSome(trx, deps))
    settled += looked
    if (looked === 0) return settled
  }
}

async function settleSome(trx: Db, { clock, config: { secretKeys }, words = english }: SettleDeps): Promise<number> {
  const now = clock.now()
  await lockBudgets(trx)
  const signUps = await takeSignUps(trx, atOnce)
  const reminders = await takeRemindersDue(trx, now, atOnce)
  if (signUps.length + reminders.length === 0) return 0

  const mailbox = (key: string) => bucketOf(secretKeys, 'address', canonicalKey(key))
  const owner = (key: string) => bucketOf(secretKeys, 'told', key)
  const keys = signUps.map(({ key }) => key)
  const everyKey = [...keys, ...reminders.map(({ addressKey }) => addressKey)]
  const buckets = everyKey.flatMap((addressKey) => [
    mailbox(addressKey),
    owner(addressKey),
    ...signUpCosts(secretKeys, { addressKey, client: undefined, trust: 'full' }).map(({ bucket }) => bucket)
  ])
  const clients = signUps.flatMap(({ client }) => client ?? [])
  const budget = openBudget(await listSpent(trx, [...new Set([...buckets, ...clients])], now), now)
  const pressure = await updatePressure(trx, { now, lastHour: budget.count(totalBucket(secretKeys), hour) })
  const hash = await erasureHasher(trx)
  const standings = await listStandings(
    trx,
    [...new Set(keys)].map((key) => ({ key, hash: hash(key) }))
  )

  for (const signUp of signUps) await settle(signUp)
  for (const { id, addressKey } of reminders) {
    if (pressure || !pay(budget, addressKey, mailbox(addressKey), undefined, 'full')) continue
    await oweReminder(trx, id)
  }
  await insertMarks(trx, budget.marks)
  return signUps.length + reminders.length

  async function settle(signUp: SignUp): Promise<void> {
    const { key, client } = signUp
    const standing: Standing = standings.get(key) ?? 'may_confirm'
    const trust = trustIn(signUp.vouched, pressure)
    if (standing === 'active') {
      const told = { bucket: owner(key), limits: [[day, 1]] as const }
      const costs = signUpCosts(secretKeys, { addressKey: key, client: client ?? undefined, trust })
      if (budget.spend([told, ...costs])) await markToTell(trx, key)
    } else if (standing === 'may_confirm' && pay(budget, key, mailbox(key), client ?? undefined, trust)) {
      await requestConfirmation({ db: trx, clock, secretKeys, words }, { ...signUp, movesId: null })
    }
  }

  function pay(from: Budget, addressKey: string, bucket: string, client: string | undefined, trust: Trust): boolean {
    return from.spend([{ bucket, limits: addressLimits }, ...signUpCosts(secretKeys, { addressKey, client, trust })])
  }
}

function trustIn(vouched: SignUp['vouched'], pressure: boolean): Trust {
  if (vouched === 'proof') return 'full'
  if (pressure) return 'little'
  return vouched === 'form' ? 'full' : 'some'
}
