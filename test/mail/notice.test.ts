import { beforeAll, expect, test } from 'vitest'
import { renderNotice } from '../../services/mail/notice.ts'
import { slot } from '../../services/mail/slots.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { identity } from '../golden/edition.ts'

let templates: Templates
beforeAll(async () => {
  templates = await openTemplates()
})

const confirmUrl = 'https://papers.example.org/confirm/TOKEN'
const unsubscribeUrl = 'https://papers.example.org/unsubscribe/TOKEN'
const firstEdition = 'tomorrow, Thursday 20 August, at 08:00 (UTC)'

test('the confirmation looks as it was last looked at', async () => {
  const { html, text, subject } = renderNotice(templates, identity, { kind: 'confirmation', confirmUrl })
  expect(subject).toBe('Please confirm your subscription to Daily Papers')
  await expect(html).toMatchFileSnapshot('../golden/confirmation.html')
  await expect(text).toMatchFileSnapshot('../golden/confirmation.txt')
})

test('the confirmation has one thing to click, says how long it works and what ignoring it means', () => {
  const bare = { ...identity, contactEmail: undefined }
  const { html, text } = renderNotice(templates, bare, { kind: 'confirmation', confirmUrl })
  expect([...html.matchAll(/ href="([^"]*)"/g)].map(([, href]) => href)).toEqual([confirmUrl])
  for (const body of [html, text.replaceAll('\n', ' ')]) {
    expect(body).toContain('The link works for 48 hours.')
    expect(body).toContain('unless you confirm, nothing is ever sent to you again')
    expect(body).not.toMatch(/subscribed to|unsubscribe/i)
  }
  expect(text).toContain(`\n${confirmUrl}\n`)
})

test('the welcome looks as it was last looked at', async () => {
  const { html, text } = renderNotice(templates, identity, { kind: 'welcome', firstEdition, alreadyReceived: false })
  const [htmlFilled, textFilled] = [html, text].map((body) => body.replaceAll(slot('unsubscribe'), unsubscribeUrl))
  await expect(htmlFilled).toMatchFileSnapshot('../golden/welcome.html')
  await expect(textFilled).toMatchFileSnapshot('../golden/welcome.txt')
})

test.each([
  [firstEdition, false, `Your first edition comes ${firstEdition}.`],
  [firstEdition, true, `Your next edition comes ${firstEdition}.`],
  [undefined, false, 'Your first edition comes as soon as there is one.'],
  [undefined, true, 'Your next edition comes as soon as there is one.']
])('the welcome says when the next edition comes (%s, received already: %s)', (when, alreadyReceived, sentence) => {
  const { html, text } = renderNotice(templates, identity, { kind: 'welcome', firstEdition: when, alreadyReceived })
  for (const body of [html, text.replaceAll('\n', ' ')]) {
    expect(body).toContain(sentence)
    expect(body.includes('already came to this address')).toBe(alreadyReceived)
  }
})

test('text parts are wrapped, but for links, and have no entities', () => {
  const long = {
    ...identity,
    siteName: "O'Neill & Daughters' Daily Digest of Papers",
    postalAddress: 'Very Long Street '.repeat(9)
  }
  for (const notice of [
    { kind: 'confirmation', confirmUrl },
    { kind: 'welcome', firstEdition: 'x '.repeat(60).trim(), alreadyReceived: true }
  ] as const) {
    const { text } = renderNotice(templates, long, notice)
    const words = text.split('\n').filter((line) => !line.startsWith('http'))
    expect(Math.max(...words.map((line) => line.length))).toBeLessThanOrEqual(72)
    expect(text).not.toMatch(/&\w+;|&#/)
    expect(text).toContain("O'Neill & Daughters'")
  }
})
