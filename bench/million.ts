// What a million readers cost beside a hundred thousand, how long planning them takes, and how
// soon the first of them is mailed. See README.md.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { projectRoot } from '../services/platform/project-root.ts'
import { openJudge } from '../test/support/judge.ts'
import { environment, type Installation, openInstallation } from './sending/installation.ts'
import { measureSending } from './sending/measure-sending.ts'
import { type Figures, median, printFigures, target } from './sending/report.ts'
import { startWorker } from './sending/worker.ts'

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '1000000' },
    fewer: { type: 'string', default: '100000' },
    connections: { type: 'string', default: '20' },
    times: { type: 'string', default: '3' }
  }
})
const readers = Number(values.readers)
const fewer = Number(values.fewer)
const connections = Number(values.connections)
const times = Number(values.times)

/** Of the service: how long after an instant its first mail is stored by the relay, in seconds. */
async function firstMail(
  installation: Installation,
  prepare: (
    clone: Awaited<ReturnType<Installation['clone']>>
  ) => Promise<{ due: Date; settings: Record<string, string> }>
): Promise<number> {
  const judge = await openJudge()
  const clone = await installation.clone()
  const dataDir = mkdtempSync(join(tmpdir(), 'daily-papers-bench-data-'))
  let end = async (): Promise<void> => undefined
  try {
    const { due, settings } = await prepare(clone)
    const where = { DATABASE_URL: clone.url, DATA_DIR: dataDir, SMTP_URL: judge.url }
    end = await startWorker({ ...environment, ...where, ...settings, SEND_CONNECTIONS: String(connections) })
    const early = due.getTime() - Date.now()
    if (early < 2000) throw new Error('the worker was not ready in time: too busy a machine')
    await judge.untilStored(1, early + 120_000)
    return (Date.now() - due.getTime()) / 1000
  } finally {
    await end()
    await judge.close()
    await clone.drop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** A whole minute that leaves time to plan and to start a worker. */
function comingMinute(): Date {
  const coming = new Date(Date.now() + 120_000)
  coming.setUTCSeconds(0, 0)
  return coming
}

/** Planned beforehand, and due in a while. */
async function afterFallingDue(installation: Installation): Promise<number> {
  return firstMail(installation, async (clone) => {
    // Not at a sweep's second, which would find it by chance.
    const due = new Date(comingMinute().getTime() + 3700)
    await clone.plan(due)
    return { due, settings: {} }
  })
}

/** Nothing is done before DIGEST_TIME: the edition is assembled and planned then. */
async function afterDigestTime(installation: Installation): Promise<number> {
  return firstMail(installation, async () => {
    const due = comingMinute()
    return { due, settings: { DIGEST_TIME: due.toISOString().slice(11, 16) } }
  })
}

async function repeated(what: string, run: () => Promise<number>): Promise<number> {
  const all: number[] = []
  for (let time = 1; time <= times; time++) {
    all.push(await run())
    process.stderr.write(`${what}: ${all.at(-1)?.toFixed(2)} s\n`)
    await sleep(1000)
  }
  return Math.max(...all)
}

spawnSync(process.execPath, ['services/cli/launch.js', 'build'], { cwd: projectRoot, stdio: 'inherit' })
const [small, large] = [await openInstallation(fewer), await openInstallation(readers)]
try {
  const dueDelay = await repeated('first mail after falling due', () => afterFallingDue(large))
  const digestDelay = await repeated('first mail after DIGEST_TIME', () => afterDigestTime(large))

  const results = new Map<string, Figures[]>([
    [`${fewer} readers`, []],
    [`${readers} readers`, []]
  ])
  // The smaller before and after, so that a machine that gets slower does not look like growth.
  for (const [installation, mails] of [
    [small, fewer],
    [large, readers],
    [small, fewer]
  ] as const)
    results
      .get(`${mails} readers`)
      ?.push(
        await measureSending(installation, { program: 'daily-papers', extra: {} }, { mails, connections, sample: '' })
      )
  printFigures(results)

  const figure = (mails: number, of: (figures: Figures) => number) =>
    median((results.get(`${mails} readers`) ?? []).map(of))
  const processor = (mails: number) => figure(mails, (figures) => figures.processorSeconds / figures.mails)
  const postgres = (mails: number) => figure(mails, (figures) => figures.postgresSeconds / figures.mails)
  const memory = (mails: number) => figure(mails, (figures) => figures.usualMemory)
  process.stdout.write('\n')
  target('CPU per mail, of that with fewer readers', processor(readers) / processor(fewer), { most: 1.1 })
  target('the same of PostgreSQL', postgres(readers) / postgres(fewer), { most: 1.1 })
  // Not the peaks, which the table has: V8 collects when it likes, and the longer one looks the later it once was.
  target('memory, MB more', memory(readers) - memory(fewer), { most: 20 })
  target(
    'planning, s',
    figure(readers, ({ planning }) => planning),
    { most: 3 }
  )
  target('first mail after falling due, s, slowest', dueDelay, { most: 1 })
  target('first mail after DIGEST_TIME, s, slowest', digestDelay, { most: 5 })
} finally {
  await small.close()
  await large.close()
}
