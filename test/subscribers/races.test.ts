import { expect, test } from 'vitest'
import { eraseReader } from '../../services/delivery/erase-reader.ts'
import { signSubscriberToken } from '../../services/platform/tokens.ts'
import { confirm } from '../../services/subscribers/confirm.ts'
import { confirmByCode } from '../../services/subscribers/confirm-code.ts'
import { confirmationSecretsOf } from '../../services/subscribers/mails-owed.ts'
import { suppressNotMe } from '../../services/subscribers/not-me.ts'
import { pauseSubscription, resumeSubscription } from '../../services/subscribers/pause.ts'
import { requestAccountLink } from '../../services/subscribers/preferences.ts'
import { settleSignUps } from '../../services/subscribers/settle-sign-ups.ts'
import { subscribe } from '../../services/subscribers/subscribe.ts'
import { undoUnsubscribe, unsubscribe } from '../../services/subscribers/unsubscribe.ts'
import { clockAt } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { signUpAndSettle } from '../support/sign-up.ts'

const database = useDatabase()
const secretKeys = ['a secret of at least thirty-two characters'] as const
const clock = clockAt('2026-11-24T09:00:00Z')
const email = 'ada@example.org'

/** Everything that anybody may do with one address, by the links of one mail. */
async function everyStep() {
  const deps = { db: database.db, clock, secretKeys }
  const requestId = (await signUpAndSettle(deps, email)) ?? 0
  const { token, code } = (await confirmationSecretsOf(deps, requestId)) ?? { token: '', code: '' }
  const { rows } = await database.pool.query<{ id: number }>('select id from subscribers where address is not null')
  const id = rows[0]?.id ?? 0
  const link = (purpose: 'unsubscribe' | 'preferences' | 'not-me') => signSubscriberToken(secretKeys, purpose, id)
  const form = { email, network: '192.0.2.0/24', client: undefined, stamp: '', proof: undefined }
  return {
    subscribe: () => subscribe(deps, form),
    settle: () => settleSignUps({ ...deps, config: deps }),
    confirm: () => confirm(deps, token),
    code: () => confirmByCode(deps, { email, code }),
    unsubscribe: () => unsubscribe(deps, link('unsubscribe')),
    undo: () => undoUnsubscribe(deps, link('unsubscribe')),
    pause: () => pauseSubscription(deps, link('preferences')),
    resume: () => resumeSubscription(deps, link('preferences')),
    account: () => requestAccountLink(deps, link('preferences')),
    notMe: () => suppressNotMe(deps, link('not-me')),
    erase: () => eraseReader(deps, id)
  }
}

type Step = keyof Awaited<ReturnType<typeof everyStep>>

const count = async (statement: string) => (await database.pool.query(statement)).rowCount

const mild: Step[] = ['subscribe', 'settle', 'confirm', 'code', 'unsubscribe', 'undo', 'pause', 'resume', 'account']

test.each<[string, Step[], string[]]>([
  ['come and go', mild, ['active', 'paused', 'unsubscribed']],
  ['the owner says no', [...mild, 'notMe'], ['suppressed']],
  ['it is erased', [...mild, 'erase'], ['erased', 'pending']]
])('200 at once, %s: none fails, and what is left is a whole state', { timeout: 120_000 }, async (_, kinds, legal) => {
  for (let round = 0; round < 5; round++) {
    await database.pool.query('truncate subscribers, sign_ups, budget_marks, code_tries, sign_up_pressure cascade')
    const steps = await everyStep()
    const order = Array.from({ length: 200 }, (_none, place) => kinds[place % kinds.length] as Step)
    await Promise.all(shuffled(order).map((kind) => steps[kind]()))

    const { rows } = await database.pool.query<{ state: string }>('select state from subscribers')
    for (const { state } of rows) expect(legal).toContain(state)
    // One person, one row; erased and signed up anew: two.
    expect(rows.length).toBeLessThanOrEqual(legal.includes('erased') ? 2 : 1)
    expect(await count('select from consents where confirmed_at is not null')).toBeLessThanOrEqual(1)
    const ended = "select id from subscribers where state in ('erased', 'suppressed')"
    for (const table of ['consents', 'confirmation_requests', 'account_links'])
      expect(await count(`select from ${table} where subscriber_id in (${ended})`), table).toBe(0)
  }
})

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item)
}
