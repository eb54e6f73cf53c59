import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Mailroom, openMailroom } from '../../services/delivery/mailroom.ts'
import { planNotices } from '../../services/delivery/plan-notices.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { openLog } from '../../services/platform/log.ts'
import { sweepTables } from '../../workers/sweep.ts'
import { openDeps } from '../support/app.ts'
import { days, minutes } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { signUpAndSettle } from '../support/sign-up.ts'
import { openRecorder, type Recorder } from '../support/smtp-recorder.ts'

const database = useDatabase()
let deps: Awaited<ReturnType<typeof openDeps>>
let relay: Recorder
let mailroom: Mailroom

beforeAll(async () => {
  relay = await openRecorder()
  deps = await openDeps(database, [], { SMTP_URL: relay.url, IN_DOUBT: 'hold' })
  mailroom = await openMailroom({
    ...deps,
    templates: await openTemplates(),
    url: database.url,
    log: openLog('silent')
  })
})
afterAll(async () => {
  await mailroom.close()
  await deps.queues.close()
  await relay.close()
})
beforeEach(async () => {
  relay.messages.length = 0
  relay.script({})
  await database.pool.query('truncate subscribers, budget_marks, notices cascade')
  await signUpAndSettle({ db: database.db, clock: deps.clock, secretKeys: deps.config.secretKeys }, 'ada@example.org')
  await planNotices(deps)
})
const sweep = () => sweepTables({ ...deps, sources: [] } as unknown as Parameters<typeof sweepTables>[0])
const notices = async () => (await database.pool.query('select state, due_at from notices')).rows

test('where editions in doubt are held, a confirmation in doubt is sent again all the same', async () => {
  relay.script({ data: () => 'store-and-drop' })
  await mailroom.sendNotices()
  const again = new Date(deps.clock.now().getTime() + minutes(30))
  expect(await notices()).toEqual([{ state: 'in_doubt', due_at: again }])
  relay.script({})
  deps.clock.set(again)
  await mailroom.sendNotices()
  expect(await notices()).toMatchObject([{ state: 'accepted' }])
  expect(relay.messages).toHaveLength(2)
  expect(relay.messages[1]?.source).toEqual(relay.messages[0]?.source)
})

test('one that a dead worker left in doubt is taken up by the sweep, and expires when its time is over', async () => {
  await database.pool.query(`insert into leases (id, ledger, until) values (900, 'notices', now() - interval '1 s')`)
  await database.pool.query('update notices set lease = 900')
  await sweep()
  const again = new Date(deps.clock.now().getTime() + minutes(30))
  expect(await notices()).toEqual([{ state: 'in_doubt', due_at: again }])
  await sweep()
  expect(await notices()).toEqual([{ state: 'in_doubt', due_at: again }])

  deps.clock.advance(days(3))
  await mailroom.sendNotices()
  expect(await notices()).toMatchObject([{ state: 'expired' }])
  expect(relay.messages).toEqual([])
})
