import { afterAll, expect, test } from 'vitest'
import { planDeliveries } from '../../services/delivery/plan-deliveries.ts'
import { assembleEdition } from '../../services/editions/assemble-edition.ts'
import { releaseEdition } from '../../services/editions/sending.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { subscribe } from '../../services/subscribers/subscribe.ts'
import { startWorkers } from '../../workers/main.ts'
import { openDeps } from '../support/app.ts'
import { anAudience } from '../support/cast.ts'
import { useDatabase } from '../support/database.ts'
import { listPapers } from '../support/papers.ts'
import { openRecorder } from '../support/smtp-recorder.ts'

const database = useDatabase()
const closers: (() => Promise<unknown> | void)[] = []
afterAll(async () => {
  for (const close of closers.toReversed()) await close()
})

const readers = 3000
const day = '2026-11-20'

test('who signs up while thousands are being mailed gets the confirmation within five seconds', async () => {
  const relay = await openRecorder()
  closers.push(() => relay.close())
  const deps = await openDeps(database, [], { SMTP_URL: relay.url })
  closers.push(() => deps.queues.close())
  const { db, clock } = deps
  await anAudience(db, readers)
  await listPapers(db, day, 6)
  const templates = await openTemplates()
  const assembled = await db
    .transaction()
    .execute((trx) => assembleEdition({ ...deps, templates, db: trx }, { day, minimum: 1 }))
  if (assembled.kind !== 'assembled') throw new Error(`the edition is ${assembled.kind}`)
  await releaseEdition(db, assembled.editionId, clock.now())
  await planDeliveries({ db, clock })

  // Each answer takes a twentieth of a second, so that all connections are busy for half a minute.
  relay.script({ data: () => 'stall' })
  const answering = setInterval(() => relay.release(), 50)
  closers.push(() => clearInterval(answering))
  const workers = await startWorkers({ ...deps, url: database.url })
  closers.push(() => workers.close())
  await relay.waitFor(100)

  const since = performance.now()
  const form = { email: 'new@example.org', network: '192.0.2.0/24', client: undefined, stamp: '', proof: undefined }
  await subscribe({ db, clock, secretKeys: deps.config.secretKeys }, form)
  await deps.queues.nudge('notify')
  await expect.poll(() => relay.messages.some(({ to }) => to === 'new@example.org'), { timeout: 20_000 }).toBe(true)
  expect(performance.now() - since).toBeLessThan(5000)
  expect(relay.messages.length).toBeLessThan(readers / 2)
})
