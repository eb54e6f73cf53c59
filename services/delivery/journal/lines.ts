import type { Ledger, MailKey, Outcome } from '../ledger.ts'

interface Head {
  ledger: Ledger
  boot: string
}

/** What a journal says of its lease. */
export interface JournalRead extends Head {
  /** Given to a connection, and nothing is known of what came of them. */
  handed: MailKey[]
  outcomes: Outcome[]
}

/** First line of a journal. Ids and what the relay said, never an address. */
export function headLine({ ledger, boot }: Head): string {
  return `1 ${ledger} ${boot}\n`
}

export function handedLine({ key, subscriberId }: MailKey): string {
  return `h ${key} ${subscriberId}\n`
}

/** The relay was away: the mail was not delivered, and is as before. */
export function releasedLine({ key, subscriberId }: MailKey): string {
  return `r ${key} ${subscriberId}\n`
}

export function outcomeLine(outcome: Outcome): string {
  return `o ${JSON.stringify(outcome)}\n`
}

/**
 * Reads a journal; undefined where its head is not whole, so that nothing was handed. A last line
 * without its end was being written when the process died: a mail that was not handed yet, or an
 * answer that is as good as not come. Throws where a line is not one of ours.
 */
export function readLines(text: string): JournalRead | undefined {
  const lines = text.split('\n')
  lines.pop()
  const head = /^1 (deliveries|notices) (\S*)$/.exec(lines.shift() ?? '')
  if (head === null) return undefined
  const open = new Map<string, MailKey>()
  const outcomes: Outcome[] = []
  for (const line of lines) {
    if (line.startsWith('h ')) {
      const [key = 0, subscriberId = 0] = line.slice(2).split(' ').map(Number)
      open.set(`${key} ${subscriberId}`, { key, subscriberId })
    } else if (line.startsWith('r ')) {
      open.delete(line.slice(2))
    } else {
      const outcome = JSON.parse(line.slice(2)) as Outcome
      open.delete(`${outcome.key} ${outcome.subscriberId}`)
      outcomes.push(outcome)
    }
  }
  return { ledger: head[1] as Ledger, boot: head[2] ?? '', handed: [...open.values()], outcomes }
}
