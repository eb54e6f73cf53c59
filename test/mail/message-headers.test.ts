import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { beforeAll, expect, test } from 'vitest'
import { compileDigest, type DigestSegments } from '../../services/mail/digest.ts'
import { identityOf } from '../../services/mail/identity.ts'
import { prepareDigest } from '../../services/mail/message.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { readConfig } from '../../services/platform/config.ts'
import { edition, identity, paper } from '../golden/edition.ts'
import { archiveUrl, expectWireSafe, header, personal, unsigned } from '../golden/wire.ts'

let templates: Templates
let segments: DigestSegments
beforeAll(async () => {
  templates = await openTemplates()
  segments = compileDigest(templates, identity, edition)
})

function digest(reader = personal): Promise<Buffer> {
  const blocks = { html: segments.htmlBlocks, text: segments.textBlocks }
  return prepareDigest(unsigned(identity), { ...segments, archiveUrl })(blocks, reader)
}

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
      const mail = await prepareDigest(unsigned(site), { ...compiled, archiveUrl })({ html: [], text: [] }, personal)
      expectWireSafe(mail)
      const { subject, from } = await PostalMime.parse(mail)
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
])('%j is not written to', async (to) => {
  await expect(digest({ ...personal, to })).rejects.toThrow('not one plain mail address')
})

test('a long base address stays on one line of the header and within the lines of the body', async () => {
  const long = `https://papers.example.org/${'a-long-folder/'.repeat(20)}?x=1&y=2/unsubscribe/TOKEN`
  const mail = await digest({ ...personal, links: { ...personal.links, unsubscribe: long } })
  expectWireSafe(mail)
  expect(mail.toString('latin1')).toContain(`\r\nList-Unsubscribe: <${long}>\r\n`)
  const { html, text } = await PostalMime.parse(mail)
  expect(text).toContain(`\n${long}\n`)
  expect(html).toContain(`href="${long.replace('&', '&amp;')}"`)
})

test('Feedback-ID repeats no identifier, whatever the list is called', async () => {
  for (const listId of ['digest', 'mail', 'daily.example.org', '-', 'x'.repeat(200)]) {
    const mail = await prepareDigest(unsigned({ ...identity, listId }), { ...segments, archiveUrl })(
      { html: [], text: [] },
      personal
    )
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
