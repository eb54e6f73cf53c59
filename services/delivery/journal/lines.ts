import { keyText, type Ledger, type MailKey, type Outcome } from '../ledger.ts'

interface Head {
  ledger: Ledger
  boot: string
}

/** What a journal says of its lease. */
export interface JournalRead extends Head {
  /** Given to a connection, and nothing is known of what came of them. */
  handed: MailKey[]
  outcomes: Outcome[]
  /** False where a line is not one of ours: mails may have been handed of which nothing is known. */
  isWhole: boolean
}

/** First line of a journal. Ids and what the relay said, never an address. */
export function headLine({ ledger, boot }: Head): string {
  return `1 ${ledger} ${boot}\n`
}

export function handedLine(mail: MailKey): string {
  return `h ${keyText(mail)}\n`
}

/** The relay was away: the mail was not delivered, and is as before. */
export function releasedLine(mail: MailKey): string {
  return `r ${keyText(mail)}\n`
}

export function outcomeLine(outcome: Outcome): string {
  return `o ${JSON.stringify(outcome)}\n`
}

/**
 * Reads a journal. A last line without its end was being written when the process died: a mail that was not handed yet,
 * or an answer that is as good as not come; and where it is the first, nothing was handed. Never throws.
 */
export function readLines(text: string): JournalRead {
  const nothing: JournalRead = { ledger: 'deliveries', boot: '', handed: [], outcomes: [], isWhole: true }
  const [first, ...lines] = text.split('\n').slice(0, -1)
  if (first === undefined) return nothing
  const [, ledger, boot = ''] = /^1 (deliveries|notices) (\S*)$/.exec(first) ?? []
  if (ledger === undefined) return { ...nothing, isWhole: false }
  const open = new Map<string, MailKey>()
  const outcomes: Outcome[] = []
  let isWhole = true
  for (const line of lines) {
    const [, what, key, subscriberId] = /^([hr]) (\d+) (\d+)$/.exec(line) ?? []
    const outcome = what === undefined ? readOutcome(line) : undefined
    if (outcome !== undefined) {
      open.delete(keyText(outcome))
      outcomes.push(outcome)
    } else if (what === undefined) isWhole = false
    else {
      const mail = { key: Number(key), subscriberId: Number(subscriberId) }
      if (what === 'h') open.set(keyText(mail), mail)
      else open.delete(keyText(mail))
    }
  }
  return { ledger: ledger as Ledger, boot, handed: [...open.values()], outcomes, isWhole }
}

function readOutcome(line: string): Outcome | undefined {
  if (!line.startsWith('o {')) return undefined
  try {
    const outcome = JSON.parse(line.slice(2)) as Outcome
    return Number.isInteger(outcome.key) && Number.isInteger(outcome.subscriberId) ? outcome : undefined
  } catch {
    return undefined
  }
}
