import { type MailOf, mailOf, type ShownAttempt, type ShownMail } from '../delivery/show-mail.ts'
import { AppError } from '../platform/errors.ts'
import { type KnownSubscriber, showSubscriber } from '../subscribers/show-subscriber.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

export async function show(address: string, { json }: { json?: boolean }): Promise<void> {
  await withStorage(async ({ db }) => {
    const subscriber = await showSubscriber({ db }, address)
    if (subscriber.kind === 'unknown') throw new AppError('SUBSCRIBER_UNKNOWN', `There is no subscriber ${address}.`)
    const { kind: _, ...known } = subscriber
    const mail = await mailOf({ db }, known.id)
    report({ ...known, ...mail }, { json, lines: linesOf(known, mail) })
  })
}

function linesOf(subscriber: KnownSubscriber, { keptSince, deliveries, notices }: MailOf): string[] {
  const why = subscriber.suppression === null ? '' : ` (${subscriber.suppression})`
  return [
    `${subscriber.address}: ${subscriber.state}${why} since ${instant(subscriber.stateChangedAt)}, known since ${instant(subscriber.createdAt)}`,
    ...section(
      'Consents',
      subscriber.consents.map(
        ({ source, statement, givenAt, confirmedAt, network }) =>
          `${instant(givenAt)} by ${source}${network === null ? '' : ` from ${network}`}, ${confirmedAt === null ? 'not confirmed' : `confirmed ${instant(confirmedAt)}`}: ${statement}`
      )
    ),
    ...section(
      'Editions',
      deliveries.flatMap(({ edition, attempts, ...delivery }) => [
        `${edition ?? 'sample'}  ${mailLine(delivery)}`,
        ...attempts.map((attempt) => `  ${attemptLine(attempt)}`)
      ])
    ),
    ...(keptSince === null ? [] : [`Older than RETENTION_DAYS is not kept: editions before ${keptSince}`]),
    ...section(
      'Other mails',
      notices.map(({ kind, reply, ...notice }) => `${kind}  ${mailLine(notice)}${reply === null ? '' : `  ${reply}`}`)
    )
  ]
}

function mailLine({ state, tries, dueAt, settledAt }: ShownMail): string {
  const due = dueAt === null ? 'held' : `due ${instant(dueAt)}`
  const when = settledAt === null ? due : instant(settledAt)
  return `${state}  ${when}  ${tries === 1 ? '1 try' : `${tries} tries`}`
}

function attemptLine({ at, outcome, replyClass, reply, relayId }: ShownAttempt): string {
  const kind = replyClass === null ? outcome : `${outcome} (${replyClass})`
  return [instant(at), kind, reply, relayId === null ? null : `relay id ${relayId}`]
    .filter((part) => part !== null)
    .join('  ')
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [`${title}: none`] : [`${title}:`, ...lines.map((line) => `  ${line}`)]
}

function instant(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
