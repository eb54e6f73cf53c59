import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eraseReader } from '../../services/delivery/erase-reader.ts'
import { signSubscriberToken } from '../../services/platform/tokens.ts'
import { confirm } from '../../services/subscribers/confirm.ts'
import { confirmationSecretsOf } from '../../services/subscribers/mails-owed.ts'
import { suppressNotMe } from '../../services/subscribers/not-me.ts'
import { pauseSubscription, resumeSubscription } from '../../services/subscribers/pause.ts'
import { purgeStale } from '../../services/subscribers/purge-stale.ts'
import { undoUnsubscribe, unsubscribe } from '../../services/subscribers/unsubscribe.ts'
import { clockAt, days, minutes } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { signUpAndSettle } from '../support/sign-up.ts'

// The whole life of one address: whatever happens in whatever order, it is mailed editions only after
// its owner confirmed, and never again once its owner said so.

const database = useDatabase()
const secretKeys = ['a secret of at least thirty-two characters'] as const
const address = 'ada@example.org'

interface Link {
  requestId: number
  askedAt: number
  used: boolean
}

/** What should be so. */
interface Model {
  state: 'new' | 'pending' | 'active' | 'paused' | 'unsubscribed' | 'bounced' | 'silent' | 'erased' | 'erased_silent'
  links: Link[]
  leftAt: number
  undoUntil: number
  now: number
}

type Real = { clock: ReturnType<typeof clockAt>; ids: number[] }
type Step = fc.AsyncCommand<Model, Real>

async function row() {
  return database.db
    .selectFrom('subscribers')
    .select(['id', 'state', 'suppression'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

async function check(model: Model): Promise<void> {
  const { rows } = await database.pool.query('select state, suppression from subscribers where address_key = $1', [
    address
  ])
  const found = rows[0] as { state: string; suppression: string | null } | undefined
  const expected = {
    new: undefined,
    erased: undefined,
    erased_silent: undefined,
    pending: 'pending',
    active: 'active',
    paused: 'paused',
    unsubscribed: 'unsubscribed',
    bounced: 'suppressed',
    silent: 'suppressed'
  }[model.state]
  expect([model.state, found?.state]).toEqual([model.state, expected])
  if (model.state === 'bounced') expect(found?.suppression).toBe('bounce')
  if (model.state === 'silent') expect(found?.suppression).not.toBe('bounce')
}

const step = (name: string, applies: (model: Readonly<Model>) => boolean, run: Step['run']): Step => ({
  check: applies,
  run: async (model, real) => {
    await run(model, real)
    await check(model)
  },
  toString: () => name
})

const deps = ({ clock }: Real) => ({ db: database.db, clock, secretKeys })
const always = () => true
const known = ({ state }: Readonly<Model>) => !['new', 'erased', 'erased_silent'].includes(state)
const mayBeAsked = ['new', 'pending', 'unsubscribed', 'bounced', 'erased']

const signUp = () =>
  step('sign up', always, async (model, real) => {
    // Budgets are tested elsewhere: here every sign-up is one of another month.
    await database.pool.query('truncate budget_marks')
    const requestId = await signUpAndSettle(deps(real), address)
    const asks = mayBeAsked.includes(model.state)
    expect(requestId !== undefined).toBe(asks)
    if (!asks || requestId === undefined) return
    model.links.push({ requestId, askedAt: model.now, used: false })
    if (model.state === 'new' || model.state === 'erased') model.state = 'pending'
    const subscriber = await row()
    if (subscriber !== undefined) real.ids.push(subscriber.id)
  })

const press = (which: number) =>
  step(
    `confirm link ${which}`,
    ({ links }) => links.length > 0,
    async (model, real) => {
      const link = model.links[which % model.links.length] as Link
      const token = (await confirmationSecretsOf(deps(real), link.requestId))?.token
      const inTime = model.now < link.askedAt + days(2)
      const stands =
        ['pending', 'bounced'].includes(model.state) || (model.state === 'unsubscribed' && link.askedAt >= model.leftAt)
      const works = token !== undefined && inTime && stands && !link.used
      const { kind } = await confirm(deps(real), token ?? 'gone')
      expect(kind === 'confirmed').toBe(works)
      if (!works) return
      link.used = true
      model.state = 'active'
    }
  )

const leave = () =>
  step('unsubscribe', known, async (model, real) => {
    const token = signSubscriberToken(secretKeys, 'unsubscribe', (await row())?.id ?? 0)
    expect(await unsubscribe(deps(real), token)).toMatchObject({ kind: 'unsubscribed' })
    if (!['pending', 'active', 'paused'].includes(model.state)) return
    model.undoUntil = model.state === 'active' ? model.now + minutes(60) : 0
    model.state = 'unsubscribed'
    model.leftAt = model.now
  })

const undo = () =>
  step('undo', known, async (model, real) => {
    const token = signSubscriberToken(secretKeys, 'unsubscribe', (await row())?.id ?? 0)
    const works = model.state === 'unsubscribed' && model.now < model.undoUntil
    expect((await undoUnsubscribe(deps(real), token)).kind === 'restored').toBe(works)
    if (works) model.state = 'active'
  })

const pauseOrResume = (from: 'active' | 'paused') =>
  step(from === 'active' ? 'pause' : 'resume', known, async (model, real) => {
    const token = signSubscriberToken(secretKeys, 'preferences', (await row())?.id ?? 0)
    await (from === 'active' ? pauseSubscription : resumeSubscription)(deps(real), token)
    if (model.state === from) model.state = from === 'active' ? 'paused' : 'active'
  })

const notMe = () =>
  step('not me', known, async (model, real) => {
    const token = signSubscriberToken(secretKeys, 'not-me', (await row())?.id ?? 0)
    expect(await suppressNotMe(deps(real), token)).toMatchObject({ kind: 'suppressed' })
    model.state = 'silent'
  })

const bounce = () =>
  step(
    'bounce',
    ({ state }) => state === 'active' || state === 'paused',
    async (model, real) => {
      await database.pool.query(
        "update subscribers set state = 'suppressed', suppression = 'bounce', state_changed_at = $1",
        [real.clock.now()]
      )
      model.state = 'bounced'
    }
  )

const erase = () =>
  step('erase', known, async (model, real) => {
    expect(await eraseReader(deps(real), (await row())?.id ?? 0)).toBe(true)
    model.state = model.state === 'silent' ? 'erased_silent' : 'erased'
    model.links = []
  })

const wait = (minutesLong: number) =>
  step(`wait ${minutesLong} minutes`, always, async (model, real) => {
    model.now += minutes(minutesLong)
    real.clock.advance(minutes(minutesLong))
    await purgeStale(deps(real))
    const newest = Math.max(0, ...model.links.map(({ askedAt }) => askedAt))
    if (model.state === 'pending' && model.now - newest >= days(7)) {
      model.links = []
      const { rows } = await database.pool.query("select 1 from subscribers where state = 'erased'")
      model.state = rows.length > 0 ? 'erased' : 'new'
    }
  })

test('in any order of events an address is where its owner put it', async () => {
  expect.hasAssertions()
  await fc.assert(
    fc.asyncProperty(
      fc.commands(
        [
          fc.constant(signUp()),
          fc.nat(4).map(press),
          fc.nat(4).map(press),
          fc.constant(leave()),
          fc.constant(undo()),
          fc.constantFrom('active' as const, 'paused' as const).map(pauseOrResume),
          fc.constant(notMe()),
          fc.constant(bounce()),
          fc.constant(erase()),
          fc.constantFrom(1, 59, 61, 47 * 60, 49 * 60, 8 * 24 * 60).map(wait)
        ],
        { maxCommands: 30, size: 'max' }
      ),
      async (commands) => {
        await database.pool.query('truncate subscribers, sign_ups, budget_marks, sign_up_pressure cascade')
        const clock = clockAt('2026-11-24T09:00:00Z')
        const start = clock.now().getTime()
        await fc.asyncModelRun(
          () => ({
            model: { state: 'new' as const, links: [], leftAt: 0, undoUntil: 0, now: start },
            real: { clock, ids: [] }
          }),
          commands
        )
      }
    ),
    { numRuns: 150 }
  )
}, 240_000)
