import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { beforeAll, expect, test } from 'vitest'
import { compileDigest, type DigestSegments } from '../../services/mail/digest.ts'
import { buildNotice, prepareDigest } from '../../services/mail/message.ts'
import { renderNotice } from '../../services/mail/notice.ts'
import { numberReferences } from '../../services/mail/references.ts'
import { decodeSegments } from '../../services/mail/slots.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { edition, identity } from '../golden/edition.ts'
import { archiveUrl, expectWireSafe, header, links, personal, unsigned, unsubscribeUrl } from '../golden/wire.ts'

let templates: Templates
let segments: DigestSegments
beforeAll(async () => {
  templates = await openTemplates()
  segments = compileDigest(templates, identity, edition)
})

const everyone = () => ({ html: segments.htmlBlocks, text: numberReferences(segments.textBlocks) })
const notice = (kind: 'confirmation' | 'welcome') =>
  renderNotice(
    templates,
    identity,
    kind === 'confirmation'
      ? {
          kind,
          confirmUrl: 'https://papers.example.org/confirm/TOKEN',
          notMeUrl: 'https://papers.example.org/not-me/TOKEN',
          code: '123456'
        }
      : { kind, firstEdition: 'tomorrow at 08:00 (UTC)', alreadyReceived: false }
  )

const author = unsigned(identity)

function digest(blocks = everyone(), reader = personal): Promise<Buffer> {
  return prepareDigest(author, { ...segments, archiveUrl })(blocks, reader)
}

test('the digest as it is handed to the relay is as it was', async () => {
  await expect((await digest()).toString('latin1')).toMatchFileSnapshot('../golden/digest.eml')
})

test('the notices as they are handed to the relay are as they were', async () => {
  const confirmation = await buildNotice(author, notice('confirmation'), { ...personal, links: undefined })
  const welcome = await buildNotice(author, notice('welcome'), personal)
  for (const mail of [confirmation, welcome]) expectWireSafe(mail)
  await expect(confirmation.toString('latin1')).toMatchFileSnapshot('../golden/confirmation.eml')
  await expect(welcome.toString('latin1')).toMatchFileSnapshot('../golden/welcome.eml')
})

test('the digest has exactly the header of the contract', async () => {
  expect(header(await digest())).toEqual([
    'From: "Daily Papers" <daily@papers.example.org>',
    'Reply-To: <hello@example.org>',
    'Subject: Lighthouse: Small Models That Know When to Ask + 6 more',
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

test('a confirmation is no list mail and asks machines not to answer; a welcome can be left', async () => {
  const confirmation = header(await buildNotice(author, notice('confirmation'), { ...personal, links: undefined }))
  expect(confirmation.filter((line) => line.startsWith('List-'))).toEqual([])
  expect(confirmation).toContain('X-Auto-Response-Suppress: All')
  expect(confirmation).toContain('Auto-Submitted: auto-generated')
  const welcome = header(await buildNotice(author, notice('welcome'), personal))
  expect(welcome).toContain(`List-Unsubscribe: <${unsubscribeUrl}>`)
  expect(welcome).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
})

test('a welcome without the link that it promises is not built', async () => {
  await expect(buildNotice(author, notice('welcome'), { ...personal, links: undefined })).rejects.toThrow(
    'nothing to put into the slot'
  )
})

test('any choice of papers is a mail of two parts that decode to exactly head, chosen blocks and tail', async () => {
  await fc.assert(
    fc.asyncProperty(fc.subarray([...segments.htmlBlocks.keys()]), async (places) => {
      const blocks = {
        html: places.map((place) => segments.htmlBlocks[place] as Buffer),
        text: places.map((place) => segments.textBlocks[place] as Buffer)
      }
      const mail = await digest(blocks)
      expectWireSafe(mail)
      const { html, text, attachments } = await PostalMime.parse(mail)
      // The parser counts the line break before a boundary as content; RFC 2046 section 5.1.1 does not.
      expect(html).toBe(`${decodeSegments([segments.htmlHead, ...blocks.html, segments.htmlTail], links)}\n`)
      expect(text).toBe(`${decodeSegments([segments.textHead, ...blocks.text, segments.textTail], links)}\n`)
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

test('the same input is the same bytes', async () => {
  const again = compileDigest(templates, identity, structuredClone(edition))
  const mail = await prepareDigest(author, { ...again, archiveUrl })(
    { html: again.htmlBlocks, text: numberReferences(again.textBlocks) },
    personal
  )
  expect(mail.equals(await digest())).toBe(true)
  expect((await digest(everyone(), { ...personal, to: 'other@example.org' })).equals(mail)).toBe(false)
})
