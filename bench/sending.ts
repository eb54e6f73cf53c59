// Messages per second and processor time of the service, from the planned deliveries in
// PostgreSQL to their outcomes, beside loops of Nodemailer in the same minutes. See README.md.
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openSmtpSink } from '../test/support/smtp-sink.ts'
import { processorTime } from './processor-time.ts'
import { judgeIdentities } from './sending/identities.ts'
import { environment, type Installation, openInstallation } from './sending/installation.ts'
import { type Figures, printComparison, printFigures } from './sending/report.ts'
import { type Program, runSender } from './sending/sender.ts'

const { values } = parseArgs({
  options: {
    mails: { type: 'string', default: '20000' },
    repeats: { type: 'string', default: '5' },
    connections: { type: 'string', default: '20' },
    identities: { type: 'string', default: '10000' },
    // Leaves out what signs: the quicker half.
    unsigned: { type: 'boolean', default: false }
  }
})
const [mails, repeats, connections, identities] = [
  Number(values.mails),
  Number(values.repeats),
  Number(values.connections),
  Number(values.identities)
]

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const signing = {
  DKIM_DOMAIN: 'example.org',
  DKIM_SELECTOR: 'bench',
  DKIM_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** Each is run once a round; those of the service have a database. */
const all: { name: string; program: Program; extra?: Record<string, string> }[] = [
  { name: 'Nodemailer, raw, constant', program: 'nodemailer-raw' },
  { name: 'Nodemailer, composed', program: 'nodemailer-composed' },
  { name: 'Nodemailer, composed and signed', program: 'nodemailer-signed' },
  { name: 'Daily Papers', program: 'daily-papers', extra: {} },
  { name: 'Daily Papers, signed', program: 'daily-papers', extra: signing }
]
const variants = all.filter(({ name }) => !(values.unsigned && name.endsWith('signed')))

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

async function measure(
  installation: Installation,
  { program, extra }: (typeof all)[number],
  sample: string
): Promise<Figures> {
  const sink = await openSmtpSink()
  const clone = extra === undefined ? undefined : await installation.clone()
  const dataDir = mkdtempSync(join(tmpdir(), 'daily-papers-bench-data-'))
  try {
    const planning = (await clone?.plan()) ?? 0
    const task = { smtpUrl: sink.url, mails, connections, sample, databaseUrl: clone?.url ?? '' }
    const before = { postgres: 0, sink: 0 }
    const measured = await runSender(
      program,
      { ...task, environment: { ...environment, ...extra, DATA_DIR: dataDir } },
      async () => {
        before.postgres = await installation.postgresTime()
        before.sink = processorTime(sink.pid)
      }
    )
    const sinkSeconds = processorTime(sink.pid) - before.sink
    const recorded = (await clone?.count(`state = 'accepted'`)) ?? mails
    const counts = { taken: sink.count(), accepted: measured.accepted, recorded }
    if (Object.values(counts).some((count) => count !== mails))
      throw new Error(`not ${mails} of each: ${JSON.stringify(counts)}`)
    return {
      ...measured,
      mails,
      planning,
      postgresSeconds: (await installation.postgresTime()) - before.postgres,
      sinkSeconds
    }
  } finally {
    await clone?.drop()
    await sink.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

let sample: Buffer = Buffer.alloc(0)
for (const { name, extra } of variants) {
  if (extra === undefined) continue
  const signed = 'DKIM_DOMAIN' in extra
  const first = await judgeIdentities({ mails: identities, connections, signed }, extra)
  if (!signed) sample = first
  say(`${name}: ${identities} readers, each exactly once, each with a link of their own`)
}
say(`\n${mails} mails of ${sample.length} bytes, ${connections} connections, ${repeats} rounds\n`)

const installation = await openInstallation(mails)
const results = new Map(variants.map(({ name }) => [name, [] as Figures[]]))
for (let round = 1; round <= repeats; round++) {
  for (const variant of variants) {
    const figures = await measure(installation, variant, sample.toString('base64'))
    results.get(variant.name)?.push(figures)
    process.stderr.write(`round ${round}: ${variant.name} ${Math.round(mails / figures.seconds)} mails/s\n`)
  }
}
await installation.close()
printFigures(results)
printComparison(results)
