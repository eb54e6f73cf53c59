import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import type { QueueName, Queues } from '../../services/platform/queues.ts'
import { subscribe } from '../../services/subscribers/subscribe.ts'
import { startWorkers } from '../../workers/main.ts'
import { schedule } from '../../workers/schedule.ts'
import { openDeps } from '../support/app.ts'
import { useDatabase } from '../support/database.ts'
import { openRecorder, type Recorder } from '../support/smtp-recorder.ts'

const database = useDatabase()
const closers: (() => Promise<unknown>)[] = []
let relay: Recorder

beforeEach(async () => {
  relay = await openRecorder()
})
afterEach(async () => {
  relay.release()
  for (const close of closers.splice(0).toReversed()) await close()
  await relay.close()
})
afterAll(() => database.pool.query('truncate subscribers, notices cascade'))

test('who signs up while the relay keeps another connection waiting gets the confirmation within five seconds', async () => {
  const deps = await openDeps(database, [], { SMTP_URL: relay.url })
  closers.push(() => deps.queues.close())
  const workers = await startWorkers({ ...deps, url: database.url })
  closers.push(() => workers.close())
  const signUp = async (email: string) => {
    const form = { email, network: '192.0.2.0/24', client: undefined, stamp: '', proof: undefined }
    await subscribe({ db: deps.db, clock: deps.clock, secretKeys: deps.config.secretKeys }, form)
    await deps.queues.nudge('notify')
  }
  relay.script({ data: ({ to }) => (to === 'slow@example.org' ? 'stall' : 'accept') })
  await signUp('slow@example.org')
  await relay.waitFor(1)
  // The run that sent it has nothing else to do by now.
  await expect.poll(async () => (await database.pool.query('select from sign_ups')).rows, { timeout: 5000 }).toEqual([])
  for (const [place, email] of ['ada@example.org', 'bob@example.org'].entries()) {
    const since = performance.now()
    await signUp(email)
    await relay.waitFor(place + 2)
    expect(performance.now() - since).toBeLessThan(5000)
  }
  expect(relay.messages.map(({ to }) => to)).toEqual(['slow@example.org', 'ada@example.org', 'bob@example.org'])
  expect(relay.connections()).toBe(2)
})

test('without a queue a tick ends though a mail still waits for its answer, and the end of the process waits for that', async () => {
  const queues = { ping: async () => false, nudge: async () => undefined } as unknown as Queues
  const deps = await openDeps(database)
  closers.push(() => deps.queues.close())
  const ran: QueueName[] = []
  let answer: () => void = () => undefined
  const answered = new Promise<void>((resolve) => (answer = resolve))
  const stop = await schedule({ ...deps, queues, url: database.url }, async (job) => {
    ran.push(job)
    if (job === 'notify' || job === 'deliver') await answered
  })
  expect(ran).toEqual(['collect', 'sweep', 'plan', 'alarm', 'notify', 'deliver'])

  let stopped = false
  const stopping = stop().then(() => (stopped = true))
  await new Promise(setImmediate)
  expect(stopped).toBe(false)
  answer()
  await stopping
})
