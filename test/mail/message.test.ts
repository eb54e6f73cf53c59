import fc from 'fast-check'
import PostalMime, { type Email } from 'postal-mime'
import { beforeAll, expect, test } from 'vitest'
import { compileDigest, type DigestSegments } from '../../services/mail/digest.ts'
import { identityOf } from '../../services/mail/identity.ts'
import { buildNotice, prepareDigest } from '../../services/mail/message.ts'
import { renderNotice } from '../../services/mail/notice.ts'
import { decodeSegments } from '../../services/mail/slots.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { readConfig } from '../../services/platform/config.ts'
import { edition, identity, paper } from '../golden/edition.ts'

let templates: Templates
let segments: DigestSegments
beforeAll(async () => {
  templates = await openTemplates()
  segments = compileDigest(templates, identity, edition)
})

const archiveUrl = 'https://papers.example.org/editions/2026-08-19'
const unsubscribeUrl = 'https://papers.example.org/unsubscribe/AQDdVbJ1xgAAAAAAAAABq3p0y8oLr2Jv0Sx'
const personal = {
  to: 'reader+papers@example.org',
  messageId: 'ed.12.3456@papers.example.org',
  date: new Date('2026-08-20T08:00:00Z'),
  unsubscribeUrl
}
const everyone = () => ({ html: segments.htmlBlocks, text: segments.textBlocks })
const notice = (kind: 'confirmation' | 'welcome') =>
  renderNotice(
    templates,
    identity,
    kind === 'confirmation'
      ? { kind, confirmUrl: 'https://papers.example.org/confirm/TOKEN' }
      : { kind, firstEdition: 'tomorrow at 08:00 (UTC)', alreadyReceived: false }
  )

function digest(blocks = everyone(), reader = personal): Buffer {
  return prepareDigest(identity, { ...segments, archiveUrl })(blocks, reader)
}

/** The header as it is on the wire, unfolded. */
function header(mail: Buffer): string[] {
  const [head = ''] = mail.toString('latin1').split('\r\n\r\n')
  return head.replaceAll(/\r\n /g, ' ').split('\r\n')
}

function expectWireSafe(mail: Buffer): void {
  const text = mail.toString('latin1')
  expect(text).toMatch(/^[\x20-\x7E\t\r\n]*$/)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  const [head = '', ...body] = text.split('\r\n\r\n')
  for (const line of head.split('\r\n')) expect(line.length).toBeLessThanOrEqual(line.startsWith('List-') ? 998 : 78)
  for (const line of body.join('\r\n\r\n').split('\r\n')) expect(line.length).toBeLessThanOrEqual(76)
}

async function parsed(mail: Buffer): Promise<Email> {
  return await PostalMime.parse(mail)
}

test('the digest as it is handed to the relay is as it was', async () => {
  await expect(digest().toString('latin1')).toMatchFileSnapshot('../golden/digest.eml')
})

test('the notices as they are handed to the relay are as they were', async () => {
  const confirmation = buildNotice(identity, notice('confirmation'), { ...personal, unsubscribeUrl: undefined })
  const welcome = buildNotice(identity, notice('welcome'), personal)
  for (const mail of [confirmation, welcome]) expectWireSafe(mail)
  await expect(confirmation.toString('latin1')).toMatchFileSnapshot('../golden/confirmation.eml')
  await expect(welcome.toString('latin1')).toMatchFileSnapshot('../golden/welcome.eml')
})

test('the digest has exactly the header of the contract', () => {
  expect(header(digest())).toEqual([
    'From: "Daily Papers" <daily@papers.example.org>',
    'Reply-To: <hello@example.org>',
    'Subject: Lighthouse: Small Models That Know When to Ask + 5 more',
    'To: reader+papers@example.org',
    'Date: Thu, 20 Aug 2026 08:00:00 +0000',
    'Message-ID: <ed.12.3456@papers.example.org>',
    'Auto-Submitted: auto-generated',
    expect.stringMatching(/^Feedback-ID: digest:mail:list-daily\.papers\.example\.org:dp[0-9a-f]{12}$/),
    'List-Id: "Daily Papers" <daily.papers.example.org>',
    'List-Help: <https://papers.example.org/>',
    `List-Archive: <${archiveUrl}>`,
    `List-Unsubscribe: <${unsubscribeUrl}>`,
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    'MIME-Version: 1.0',
    expect.stringMatching(/^Content-Type: multipart\/alternative; boundary="=_[0-9a-f]{32}"$/)
  ])
})

test('a confirmation is no list mail and asks machines not to answer; a welcome can be left', () => {
  const confirmation = header(buildNotice(identity, notice('confirmation'), { ...personal, unsubscribeUrl: undefined }))
  expect(confirmation.filter((line) => line.startsWith('List-'))).toEqual([])
  expect(confirmation).toContain('X-Auto-Response-Suppress: All')
  expect(confirmation).toContain('Auto-Submitted: auto-generated')
  const welcome = header(buildNotice(identity, notice('welcome'), personal))
  expect(welcome).toContain(`List-Unsubscribe: <${unsubscribeUrl}>`)
  expect(welcome).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
})

test('a welcome without the link that it promises is not built', () => {
  expect(() => buildNotice(identity, notice('welcome'), { ...personal, unsubscribeUrl: undefined })).toThrow(
    'unsubscribe'
  )
})

test('any choice of papers is a mail of two parts that decode to exactly head, chosen blocks and tail', async () => {
  const values = { unsubscribe: unsubscribeUrl }
  await fc.assert(
    fc.asyncProperty(fc.subarray([...segments.htmlBlocks.keys()]), async (places) => {
      const blocks = {
        html: places.map((place) => segments.htmlBlocks[place] as Buffer),
        text: places.map((place) => segments.textBlocks[place] as Buffer)
      }
      const mail = digest(blocks)
      expectWireSafe(mail)
      const { html, text, attachments } = await parsed(mail)
      // The parser counts the line break before a boundary as content; RFC 2046 section 5.1.1 does not.
      expect(html).toBe(`${decodeSegments([segments.htmlHead, ...blocks.html, segments.htmlTail], values)}\n`)
      expect(text).toBe(`${decodeSegments([segments.textHead, ...blocks.text, segments.textTail], values)}\n`)
      expect(attachments).toEqual([])
      const parts = [
        ...mail.toString('latin1').matchAll(/^Content-Type: (text\/.*)\r\nContent-Transfer-Encoding: (.*)\r$/gm)
      ]
      expect(parts.map(([, type, encoding]) => `${type} ${encoding}`)).toEqual([
        'text/plain; charset=utf-8 quoted-printable',
        'text/html; charset=utf-8 quoted-printable'
      ])
    })
  )
})

test('the same input is the same bytes', () => {
  const again = compileDigest(templates, identity, structuredClone(edition))
  const mail = prepareDigest(identity, { ...again, archiveUrl })(
    { html: again.htmlBlocks, text: again.textBlocks },
    personal
  )
  expect(mail.equals(digest())).toBe(true)
  expect(digest(everyone(), { ...personal, to: 'other@example.org' }).equals(mail)).toBe(false)
})

test('the subject and the name of the site survive the header, whatever is in them', async () => {
  const words = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 120 }),
    fc.constantFrom(
      '=?utf-8?Q?fake?=',
      'a =?x?= b',
      'x'.repeat(150),
      '要約'.repeat(40),
      '👩‍🔬'.repeat(20),
      '"quoted\\',
      'Evil\r\nBcc: eve@example.org'
    )
  )
  await fc.assert(
    fc.asyncProperty(words, words, async (title, name) => {
      const site = identityOf({ ...config(), siteName: `Papers ${name}` })
      const content = { ...edition, papers: [paper(`The ${title}`)], selected: 1 }
      const compiled = compileDigest(templates, site, content)
      const mail = prepareDigest(site, { ...compiled, archiveUrl })({ html: [], text: [] }, personal)
      expectWireSafe(mail)
      const { subject, from } = await parsed(mail)
      expect(subject).toBe(compiled.subject)
      expect(Array.from(compiled.subject).length).toBeLessThanOrEqual(150)
      expect(from).toEqual({ name: site.siteName, address: 'daily@papers.example.org' })
      expect(header(mail).filter((line) => /^bcc/i.test(line))).toEqual([])
    })
  )
})

test.each([
  'a@example.org, b@example.org',
  'a@example.org\r\nBcc: b@example.org',
  'a@example.org\n',
  '<a@example.org>',
  'A Reader <a@example.org>',
  'group:a@example.org;',
  '"a b"@example.org',
  'a b@example.org',
  'a@[127.0.0.1]',
  'å@example.org',
  'a@example..org',
  'a',
  ''
])('%j is not written to', (to) => {
  expect(() => digest(everyone(), { ...personal, to })).toThrow('not one plain mail address')
})

test('a long base address stays on one line of the header and within the lines of the body', async () => {
  const long = `https://papers.example.org/${'a-long-folder/'.repeat(20)}?x=1&y=2/unsubscribe/TOKEN`
  const mail = digest(everyone(), { ...personal, unsubscribeUrl: long })
  expectWireSafe(mail)
  expect(mail.toString('latin1')).toContain(`\r\nList-Unsubscribe: <${long}>\r\n`)
  const { html, text } = await parsed(mail)
  expect(text).toContain(`\n${long}\n`)
  expect(html).toContain(`href="${long.replace('&', '&amp;')}"`)
})

test('Feedback-ID repeats no identifier, whatever the list is called', () => {
  for (const listId of ['digest', 'mail', 'daily.example.org', '-', 'x'.repeat(200)]) {
    const mail = prepareDigest({ ...identity, listId }, { ...segments, archiveUrl })(everyone(), personal)
    const value =
      header(mail)
        .find((line) => line.startsWith('Feedback-ID: '))
        ?.slice('Feedback-ID: '.length) ?? ''
    const fields = value.split(':')
    expect(new Set(fields).size).toBe(4)
    expect(fields[3]).toMatch(/^[a-z0-9]{5,15}$/)
  }
})

test('what the configuration says is made fit for a mail', () => {
  const made = identityOf({ ...config(), postalAddress: '12 Harbour Lane\n1017 Amsterdam', curator: ' \u202E ' })
  expect(made.postalAddress).toBe('12 Harbour Lane, 1017 Amsterdam')
  expect(made.curator).toBeUndefined()
  expect(made.messageIdDomain).toBe('papers.example.org')
})

function config() {
  return readConfig({
    SMTP_URL: 'smtp://127.0.0.1:2525',
    BASE_URL: 'http://127.0.0.1:3000',
    MAIL_FROM: 'daily@papers.example.org',
    SECRET_KEY: 'k'.repeat(32),
    ADMIN_TOKEN: 'a'.repeat(32)
  })
}
