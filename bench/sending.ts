// Messages per second and processor time of the service, from the planned deliveries in
// PostgreSQL to their outcomes, beside loops of Nodemailer in the same minutes. See README.md.
import { parseArgs } from 'node:util'
import { signingEnvironment } from '../test/support/mail-authentication.ts'
import { judgeIdentities } from './sending/identities.ts'
import { openInstallation } from './sending/installation.ts'
import { measureSending } from './sending/measure-sending.ts'
import { type Figures, printComparison, printFigures } from './sending/report.ts'
import type { Program } from './sending/sender.ts'

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

/** Each is run once a round; those of the service have a database. */
const all: { name: string; program: Program; extra?: Record<string, string> }[] = [
  { name: 'Nodemailer, raw, constant', program: 'nodemailer-raw' },
  { name: 'Nodemailer, composed', program: 'nodemailer-composed' },
  { name: 'Nodemailer, composed and signed', program: 'nodemailer-signed' },
  { name: 'Daily Papers', program: 'daily-papers', extra: {} },
  { name: 'Daily Papers, signed', program: 'daily-papers', extra: signingEnvironment }
]
const variants = all.filter(({ name }) => !(values.unsigned && name.endsWith('signed')))

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

let sample: Buffer = Buffer.alloc(0)
for (const { name, extra } of variants) {
  if (extra === undefined) continue
  const signed = 'DKIM_DOMAIN' in extra
  const first = await judgeIdentities({ mails: identities, connections, signed }, extra)
  if (!signed) sample = first
  say(
    `${name}: ${identities} readers, each exactly once, each with a link of their own${signed ? ', signatures verified' : ''}`
  )
}
say(`\n${mails} mails of ${sample.length} bytes, ${connections} connections, ${repeats} rounds\n`)

const installation = await openInstallation(mails)
const results = new Map(variants.map(({ name }) => [name, [] as Figures[]]))
for (let round = 1; round <= repeats; round++) {
  for (const variant of variants) {
    const run = { mails, connections, sample: sample.toString('base64') }
    const figures = await measureSending(installation, variant, run)
    results.get(variant.name)?.push(figures)
    process.stderr.write(`round ${round}: ${variant.name} ${Math.round(mails / figures.seconds)} mails/s\n`)
  }
}
await installation.close()
printFigures(results)
printComparison(results)
