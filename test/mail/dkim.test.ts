import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { compileDigest } from '../../services/mail/digest.ts'
import { buildNotice, prepareDigest } from '../../services/mail/message.ts'
import { renderNotice } from '../../services/mail/notice.ts'
import { outgoingOf } from '../../services/mail/outgoing.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { openTransport } from '../../services/mail/transport.ts'
import { edition, papers as goldenPapers, identity, paper } from '../golden/edition.ts'
import { archiveUrl, expectWireSafe, header, personal, unsubscribeUrl } from '../golden/wire.ts'
import { testConfig } from '../support/config.ts'
import { signingEnvironment, verdicts } from '../support/mail-authentication.ts'
import { openRecorder } from '../support/smtp-recorder.ts'

const outgoing = { ...outgoingOf(testConfig(signingEnvironment)), identity }
const name = { ledger: 'deliveries', key: 12, subscriberId: 3456 } as const
const sender = outgoing.envelopeSender(name)

let templates: Templates
beforeAll(async () => {
  templates = await openTemplates()
})

async function digest(papers = goldenPapers): Promise<Buffer> {
  const compiled = compileDigest(templates, identity, { ...edition, papers, selected: papers.length })
  const blocks = { html: compiled.htmlBlocks, text: compiled.textBlocks }
  return prepareDigest(outgoing, { ...compiled, archiveUrl })(blocks, personal)
}

/** The mail with one byte of an occurrence of `text` changed. */
function flipped(mail: Buffer, text: string, from: number): Buffer {
  const at = mail.indexOf(text, from, 'latin1')
  expect(at).toBeGreaterThanOrEqual(0)
  const changed = Buffer.from(mail)
  changed.writeUInt8(changed.readUInt8(at + text.length - 1) ^ 1, at + text.length - 1)
  return changed
}

test('a digest passes DKIM, SPF by its own bounce address, and a strict DMARC', async () => {
  const mail = await digest()
  expectWireSafe(mail)
  expect(await verdicts(mail, sender)).toEqual({ dkim: ['pass'], spf: 'pass', dmarc: 'pass' })
  expect(await verdicts(mail, sender, '198.51.100.1')).toEqual({ dkim: ['pass'], spf: 'fail', dmarc: 'pass' })
})

test('one signature stands first, and covers what a reader and a mail provider act upon', async () => {
  const fields = header(await digest())
  expect(fields.filter((line) => /^dkim-signature:/i.test(line))).toEqual([fields[0]])
  const covered = /; h=([^;]*);/
    .exec(fields[0] ?? '')?.[1]
    ?.replaceAll(' ', '')
    .split(':')
  expect(covered?.join(' ')).toBe(
    'from from to to subject subject date message-id reply-to mime-version content-type auto-submitted feedback-id ' +
      'list-id list-help list-archive list-unsubscribe list-unsubscribe-post'
  )
  expect(fields[0]).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256; c=relaxed\/relaxed; d=papers.example.org; s=daily; h=/)
})

test('one byte of the unsubscribe link changed breaks the signature, in the header and in both parts', async () => {
  const mail = await digest()
  const body = mail.indexOf('\r\n\r\n')
  // Of the line that the link starts on.
  const token = unsubscribeUrl.slice(40, 60)
  const inText = mail.indexOf(token, body, 'latin1')
  const inHtml = mail.indexOf(token, inText + 1, 'latin1')
  for (const from of [0, inText, inHtml]) {
    const changed = await verdicts(flipped(mail, token, from), sender, '198.51.100.1')
    // A body that is not the one hashed is "neutral" to mailauth, a header that is not the one signed "fail".
    expect(changed).toEqual({ dkim: [from === 0 ? 'fail' : 'neutral'], spf: 'fail', dmarc: 'fail' })
  }
  for (const value of ['List-Unsubscribe=One-Click', 'List-Id: "Daily', 'Subject: Lighthouse', '+0000', 'digest:mail'])
    expect((await verdicts(flipped(mail, value, 0), sender)).dkim).toEqual(['fail'])
})

test('a second From, To or Subject in front of the signed one breaks the signature', async () => {
  const mail = await digest()
  for (const added of ['From: <eve@example.org>', 'To: eve@example.org', 'Subject: Your account'])
    expect((await verdicts(Buffer.concat([Buffer.from(`${added}\r\n`), mail]), sender)).dkim).not.toEqual(['pass'])
})

test('what relays do to spaces and folds on the way does not break it', async () => {
  const text = (await digest()).toString('latin1')
  const end = text.indexOf('\r\n\r\n') + 4
  const refolded = text
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .replaceAll('; ', ';\r\n\t')
  const padded = `${text.slice(end).replaceAll('\r\n', ' \r\n')}\r\n\r\n`
  expect((await verdicts(Buffer.from(refolded + padded, 'latin1'), sender)).dkim).toEqual(['pass'])
})

test('the same mail is signed the same at every try', async () => {
  expect((await digest()).equals(await digest())).toBe(true)
})

test('notices are signed like digests, with the fields that they have', async () => {
  const confirmation = renderNotice(templates, identity, {
    kind: 'confirmation',
    confirmUrl: 'https://papers.example.org/confirm/T',
    notMeUrl: 'https://papers.example.org/not-me/T',
    code: '123456'
  })
  const welcome = renderNotice(templates, identity, {
    kind: 'welcome',
    firstEdition: undefined,
    alreadyReceived: false
  })
  for (const [notice, links] of [[confirmation, undefined] as const, [welcome, personal.links] as const]) {
    const mail = await buildNotice(outgoing, notice, { ...personal, links })
    expectWireSafe(mail)
    expect(await verdicts(mail, sender)).toEqual({ dkim: ['pass'], spf: 'pass', dmarc: 'pass' })
  }
})

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom(
        '\t',
        '  ',
        '.',
        '\n.',
        '\n.\n',
        ' \n',
        '=',
        '=20',
        'From ',
        '要約'.repeat(30),
        'x'.repeat(120),
        '👩‍🔬'
      )
    ),
    { maxLength: 12 }
  )
  .map((pieces) => `Title ${pieces.join('')}`)

test('whatever papers are called, their mail passes as it arrives', async () => {
  const relay = await openRecorder()
  const transport = openTransport({ urls: [relay.url], connections: 1, hostname: 'papers.example.org' })
  try {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (title, summary) => {
        const message = await digest([paper(title, { summary, reason: summary, authors: [title] })])
        await transport.send({ from: sender, to: personal.to, message, firstContact: false })
        const arrived = relay.messages.at(-1)
        expect(arrived?.source.equals(message)).toBe(true)
        expect(await verdicts(message, arrived?.from ?? '')).toEqual({ dkim: ['pass'], spf: 'pass', dmarc: 'pass' })
      }),
      { numRuns: 60 }
    )
  } finally {
    await transport.close()
    await relay.close()
  }
})
