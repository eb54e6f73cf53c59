import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { readSubscriberToken } from '../../services/platform/tokens.ts'
import { type JudgedMail, openJudge } from '../../test/support/judge.ts'
import { verdicts } from '../../test/support/mail-authentication.ts'
import { environment, openInstallation, secretKey } from './installation.ts'
import { runSender } from './sender.ts'

/** Gmail cuts off what is longer. */
const clippedAt = 102_400

/**
 * Sends to so many readers through the judge and looks at each mail: every reader exactly
 * once, at the stored address, with a link that names this reader and nobody else, and of the
 * first hundred both parts and the signature. Returns
 * the first mail; throws what is wrong.
 */
export async function judgeIdentities(
  { mails, connections, signed }: { mails: number; connections: number; signed: boolean },
  extra: Record<string, string>
): Promise<Buffer> {
  const installation = await openInstallation(mails)
  const judge = await openJudge()
  const dataDir = mkdtempSync(join(tmpdir(), 'daily-papers-bench-data-'))
  try {
    const clone = await installation.clone()
    await clone.plan()
    const settings = { ...environment, ...extra, DATA_DIR: dataDir }
    const task = { smtpUrl: judge.url, mails, connections, sample: '', databaseUrl: clone.url }
    await runSender('daily-papers', { ...task, environment: settings }, async () => undefined)
    const { rows } = await clone.pool.query('select id, address from subscribers')
    const expected = new Map<string, number>(rows.map(({ id, address }) => [address, id]))
    const recorded = await clone.count(`state = 'accepted'`)
    await clone.drop()
    const arrived = judge.mails()
    const faults = [
      ...(arrived.length === mails ? [] : [`${arrived.length} of ${mails} mails arrived`]),
      ...(recorded === mails ? [] : [`${recorded} of ${mails} mails are recorded as accepted`]),
      ...faultsOf(arrived, expected, signed),
      ...(await faultsOfLinks(arrived.slice(0, 100))),
      ...(signed ? await faultsOfSignatures(arrived.slice(0, 100)) : [])
    ]
    if (faults.length > 0) throw new Error(`${faults.length} faults, such as: ${faults.slice(0, 5).join('; ')}`)
    return arrived[0]?.source() ?? Buffer.alloc(0)
  } finally {
    await judge.close()
    await installation.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function faultsOf(mails: JudgedMail[], expected: Map<string, number>, signed: boolean): string[] {
  const unseen = new Set(expected.keys())
  return mails.flatMap(({ to, source }) => {
    const head = source().toString('latin1', 0, 8192).split('\r\n\r\n')[0] ?? ''
    const token = tokenOf(head)
    return [
      ...(unseen.delete(to) ? [] : [`${to} is no reader, or was mailed before`]),
      ...(head.includes(`\r\nTo: ${to}\r\n`) ? [] : [`the mail to ${to} is addressed to somebody else`]),
      ...(readSubscriberToken([secretKey], 'unsubscribe', token) === expected.get(to)
        ? []
        : [`the link of ${to} is not this reader's`]),
      ...(/^DKIM-Signature: /im.test(head) === signed ? [] : [`the mail to ${to} is ${signed ? 'not ' : ''}signed`]),
      ...(source().length < clippedAt ? [] : [`the mail to ${to} would be clipped`])
    ]
  })
}

/** Whether the link stands in both parts, as a reader's program shows them. */
async function faultsOfLinks(mails: JudgedMail[]): Promise<string[]> {
  const checked = mails.map(async ({ to, source }) => {
    const { html = '', text = '' } = await PostalMime.parse(source())
    const link = `/unsubscribe/${tokenOf(source().toString('latin1', 0, 8192))}`
    return html.includes(link) && text.includes(link) ? [] : [`a part of the mail to ${to} lacks the link`]
  })
  return (await Promise.all(checked)).flat()
}

async function faultsOfSignatures(mails: JudgedMail[]): Promise<string[]> {
  const checked = mails.map(async ({ from, to, source }) => {
    const { dkim, dmarc } = await verdicts(source(), from)
    return dkim?.join() === 'pass' && dmarc === 'pass'
      ? []
      : [`the mail to ${to} fails: DKIM ${dkim?.join()}, DMARC ${dmarc}`]
  })
  return (await Promise.all(checked)).flat()
}

function tokenOf(head: string): string {
  return /^List-Unsubscribe: <\S*\/unsubscribe\/([\w-]+)>/im.exec(head)?.[1] ?? ''
}
