import type { RelayProfileName } from '../../services/platform/config.ts'

/** A mail as it is handed to a relay, or as its reader gets it. */
interface Passed {
  from: string
  source: Buffer
}

interface Fields {
  lines: string[]
  body: string
}

/**
 * What each relay makes of a mail, as services/mail/relay-profiles.ts says with its sources: the judge of what
 * arrives in its reader's mailbox. Links are rewritten for counting clicks unless the mail asks for peace.
 */
export const relays: Record<RelayProfileName, (mail: Passed) => Passed> = {
  generic: ({ from, source }) => ({ from, source: written(taken(source)) }),

  ses({ source }) {
    const mail = taken(source)
    replace(mail, 'Date', 'Fri, 21 Aug 2026 09:30:00 +0000')
    replace(mail, 'Message-ID', '<0100018f-relay-000000@email.amazonses.test>')
    return { from: '0100018f-relay-000000@amazonses.test', source: written(mail) }
  },

  postmark({ source }) {
    const mail = taken(source)
    if (value(mail, 'X-PM-KeepID') !== 'true') replace(mail, 'Message-ID', '<b7bc2f4a-relay@mtasv.test>')
    if (value(mail, 'X-PM-TrackLinks') !== 'None') countClicks(mail)
    remove(mail, /^X-PM-/i)
    return { from: 'pm_bounces@pm.mtasv.test', source: written(mail) }
  },

  sendgrid({ source }) {
    const mail = taken(source)
    const { filters } = JSON.parse(value(mail, 'X-SMTPAPI') ?? '{}') as {
      filters?: Record<string, { settings: { enable: number } }>
    }
    if (filters?.clicktrack?.settings.enable !== 0) countClicks(mail)
    remove(mail, /^X-SMTPAPI:/i)
    return { from: 'bounces+1-reader@em1.sendgrid.test', source: written(mail) }
  },

  mailgun({ from, source }) {
    const mail = taken(source)
    if (value(mail, 'X-Mailgun-Track') !== 'no') countClicks(mail)
    remove(mail, /^X-Mailgun-/i)
    return { from, source: written(mail) }
  },

  gmail({ from, source }) {
    if (!from.endsWith('@papers.example.org')) throw new Error('550 5.7.1 Invalid credentials for relay')
    const mail = taken(source)
    mail.lines.push(`X-Google-Original-From: ${value(mail, 'From')}`)
    replace(mail, 'From', 'account@papers.example.org')
    return { from: 'account@papers.example.org', source: written(mail) }
  }
}

function taken(source: Buffer): Fields {
  const text = source.toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  return { lines: text.slice(0, end).split(/\r\n(?![ \t])/), body: text.slice(end + 4) }
}

function written({ lines, body }: Fields): Buffer {
  const received = 'Received: from papers.example.org by relay.test; Fri, 21 Aug 2026 09:30:00 +0000'
  return Buffer.from(`${[received, ...lines].join('\r\n')}\r\n\r\n${body}`, 'latin1')
}

function value({ lines }: Fields, name: string): string | undefined {
  const line = lines.find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`))
  return line?.slice(name.length + 1).trim()
}

function replace(mail: Fields, name: string, text: string): void {
  mail.lines = mail.lines.map((line) => (line.startsWith(`${name}:`) ? `${name}: ${text}` : line))
}

function remove(mail: Fields, pattern: RegExp): void {
  mail.lines = mail.lines.filter((line) => !pattern.test(line))
}

function countClicks(mail: Fields): void {
  mail.body = mail.body.replaceAll('https://', 'https://click.relay.test/')
}
