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
const notMeUrl = 'https://papers.example.org/not-me/TOKEN'
const confirmation = { kind: 'confirmation', confirmUrl, notMeUrl, code: '123456' } as const
const unsubscribeUrl = 'https://papers.example.org/unsubscribe/TOKEN'
const firstEdition = 'tomorrow, Thursday 20 August, at 08:00 (UTC)'

test('the confirmation looks as it was last looked at', async () => {
  const { html, text, subject } = renderNotice(templates, identity, confirmation)
  expect(subject).toBe('Please confirm your subscription to Daily Papers')
  await expect(html).toMatchFileSnapshot('../golden/confirmation.html')
  await expect(text).toMatchFileSnapshot('../golden/confirmation.txt')
})

test('the confirmation has two things to click, says how long they work and what ignoring it means', () => {
  const bare = { ...identity, contactEmail: undefined }
  const { html, text } = renderNotice(templates, bare, confirmation)
  expect([...html.matchAll(/ href="([^"]*)"/g)].map(([, href]) => href)).toEqual([confirmUrl, notMeUrl])
  for (const body of [html, text.replaceAll('\n', ' ')]) {
    expect(body).toContain('The link works for 48 hours.')
    expect(body).toContain('unless you confirm, you get no editions, and at most one reminder.')
    expect(body).toContain('123 456')
    // The page that opens wants another one.
    expect(body).not.toMatch(/one click/i)
    expect(body).not.toMatch(/subscribed to|unsubscribe/i)
  }
  expect(text).toContain(`\n${confirmUrl}\n`)
})

test('the reminder is the same link a day later, without the code, which has ended', () => {
  const { html, text, subject } = renderNotice(templates, identity, { kind: 'reminder', confirmUrl, notMeUrl })
  expect(subject).toBe('Reminder: please confirm your subscription to Daily Papers')
  for (const body of [html, text]) {
    expect(body).toContain(confirmUrl)
    expect(body).toContain(notMeUrl)
    expect(body).toContain('the only reminder')
    expect(body).not.toContain('type this code')
  }
})

test('who is subscribed already is told so, with the links to end that', () => {
  const { html, text, subject } = renderNotice(templates, identity, { kind: 'already_subscribed' })
  expect(subject).toBe('You are subscribed to Daily Papers already')
  for (const body of [html, text]) {
    expect(body).toContain('nothing has changed')
    expect(body).toContain(slot('unsubscribe'))
    expect(body).toContain(slot('preferences'))
  }
})

test('the mail with the link to an account has that link alone and says how long it works', () => {
  const accountUrl = 'https://papers.example.org/account/TOKEN'
  const { html, text } = renderNotice(
    templates,
    { ...identity, contactEmail: undefined },
    { kind: 'account', accountUrl, minutes: 15 }
  )
  expect([...html.matchAll(/ href="([^"]*)"/g)].map(([, href]) => href)).toEqual([accountUrl])
  for (const body of [html, text.replaceAll('\n', ' ')])
    expect(body).toContain('until 15 minutes after it was asked for')
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
    confirmation,
    { kind: 'reminder', confirmUrl, notMeUrl },
    { kind: 'already_subscribed' },
    { kind: 'account', accountUrl: 'https://papers.example.org/account/TOKEN', minutes: 15 },
    { kind: 'welcome', firstEdition: 'x '.repeat(60).trim(), alreadyReceived: true }
  ] as const) {
    const { text } = renderNotice(templates, long, notice)
    const words = text.split('\n').filter((line) => !line.startsWith('http'))
    expect(Math.max(...words.map((line) => line.length))).toBeLessThanOrEqual(72)
    expect(text).not.toMatch(/&\w+;|&#/)
    expect(text).toContain("O'Neill & Daughters'")
  }
})
