import { expect } from 'vitest'
import type { Identity } from '../../services/mail/identity.ts'
import type { Author } from '../../services/mail/message.ts'

export const archiveUrl = 'https://papers.example.org/editions/2026-08-19'
export const unsubscribeUrl = 'https://papers.example.org/unsubscribe/AQDdVbJ1xgAAAAAAAAABq3p0y8oLr2Jv0Sx'

const preferencesUrl = 'https://papers.example.org/preferences/AQDdVbJ1xgAAAAAAAAABzv3b8xq1FsJm4Qk'
export const links = { unsubscribe: unsubscribeUrl, preferences: preferencesUrl }

export const personal = {
  to: 'reader+papers@example.org',
  messageId: 'ed.12.3456@papers.example.org',
  date: new Date('2026-08-20T08:00:00Z'),
  links
}

/** Writes without a signature. */
export const unsigned = (identity: Identity): Author => ({ identity, relayFields: '', sign: undefined })

/** The header's fields as they are on the wire, unfolded. */
export function header(mail: Buffer): string[] {
  const [head = ''] = mail.toString('latin1').split('\r\n\r\n')
  return head.replaceAll(/\r\n /g, ' ').split('\r\n')
}

/** Seven bits, no bare line breaks, lines that no relay has to touch. */
export function expectWireSafe(mail: Buffer): void {
  const text = mail.toString('latin1')
  expect(text).toMatch(/^[\x20-\x7E\t\r\n]*$/)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  const [head = '', ...body] = text.split('\r\n\r\n')
  for (const line of head.split('\r\n')) expect(line.length).toBeLessThanOrEqual(line.startsWith('List-') ? 998 : 78)
  for (const line of body.join('\r\n\r\n').split('\r\n')) expect(line.length).toBeLessThanOrEqual(76)
}
