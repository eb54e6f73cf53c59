import { readMessage } from '../mail/inbox.ts'
import type { MailShown } from './pages/inbox-pages.tsx'

interface StoredMail {
  id: number
  to: string
  subject: string
  receivedAt: Date
  source: Buffer
}

/** A mail taken apart for its page. One that cannot be parsed is still shown, as its source. */
export async function openMail(stored: StoredMail): Promise<MailShown> {
  const read = await readMessage(stored.source).catch(() => undefined)
  return {
    id: stored.id,
    to: stored.to,
    subject: stored.subject,
    receivedAt: stored.receivedAt,
    size: stored.source.length,
    from: read?.from ?? '',
    hasHtml: read?.html !== undefined,
    text: read?.text,
    source: stored.source.toString('utf8')
  }
}

/**
 * The HTML part as the frame shows it: its own bytes, but for links, which open beside the
 * inbox, because the frame's sandbox lets them lead nowhere else.
 */
export async function mailPart(stored: StoredMail): Promise<string | undefined> {
  const { html } = await readMessage(stored.source)
  if (html === undefined) return undefined
  const target = '<base target="_blank">'
  const within = html.replace(/<head[^<>]*>/i, (head) => head + target)
  return within === html ? target + html : within
}
